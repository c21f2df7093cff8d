package io.github.idempotency.reactive;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.aop.PendingCall;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.web.GuardedHandlers;
import io.github.idempotency.web.HttpSettings;

/**
 * Handler methods of controllers in reactive applications: the key is the request header's by default, it is claimed when
 * what the method returns is subscribed to, or before it is called where it returns something else, and the HTTP response is
 * stored.
 */
public final class ReactiveHandlerInvocationAdapter implements InvocationAdapter {

    private final HttpSettings settings;

    private final RequestHeaders headers;

    private final ReactiveFingerprint fingerprint;

    private final SubscribedCalls calls;

    public ReactiveHandlerInvocationAdapter(ReactiveParts parts, RequestHeaders headers, CanonicalJson json) {
        this.settings = parts.settings();
        this.headers = headers;
        this.fingerprint = new ReactiveFingerprint(json);
        this.calls = new SubscribedCalls(parts);
    }

    @Override
    public boolean supports(Method method, Class<?> targetClass) {
        return GuardedHandlers.isInController(method, targetClass);
    }

    @Override
    public boolean guardedByType(Method method, Class<?> targetClass) {
        return GuardedHandlers.mayWrite(method);
    }

    @Override
    public String implicitKeySource() {
        return "the request header " + String.join(" or ", settings.keys().headers());
    }

    @Override
    public void prepare(Method method, Class<?> targetClass, IdempotentSettings settings) {
        GuardedHandlers.refuseRemembering(settings);
        ReactiveReturnType.require(method, targetClass);
        GuardedHandlers.refuseEarlyEnd(method, targetClass, settings);
        if (!ReactiveReturnType.isSubscribed(method)) {
            HeldInvocation.prepare(targetClass);
        }
        if (Boolean.TRUE.equals(settings.transactional())) {
            throw new IllegalArgumentException("is transactional, but a joined transaction belongs to one thread, and a"
                    + " reactive handler has none: guard the service that writes, or leave out transactional");
        }
    }

    @Override
    public @Nullable String implicitKey() {
        return settings.keys().parse(headers).orElse(null);
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return SubscribedCalls.current()
                .captured()
                .map(request -> fingerprint.of(request, selection))
                .orElse(Fingerprint.NONE);
    }

    @Override
    public @Nullable Object invoke(PendingCall call, MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        if (!ReactiveReturnType.isSubscribed(method)) {
            return calls.returned(call, invocation::proceed, method.getReturnType());
        }
        Mono<? extends Publisher<?>> answer =
                calls.answer(call, () -> copy(invocation).proceed());
        return ReactiveReturnType.of(method, answer);
    }

    /** An invocation proceeds once, but what it returns may be subscribed to again. */
    private static MethodInvocation copy(MethodInvocation invocation) {
        return invocation instanceof ProxyMethodInvocation proxied ? proxied.invocableClone() : invocation;
    }

    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) {
        throw new IllegalStateException("A reactive handler is guarded when its answer is subscribed to");
    }

    @Override
    public @Nullable Object refuse(IdempotencyException refusal) {
        throw refusal;
    }
}
