package io.github.idempotency.reactive;

import java.lang.reflect.Method;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.Idempotent;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.aop.PendingCall;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

/** Handler functions of reactive applications that are methods of beans: as handler methods. */
public final class ReactiveHandlerFunctionInvocationAdapter implements InvocationAdapter {

    private final ReactiveHandlerInvocationAdapter handlers;

    public ReactiveHandlerFunctionInvocationAdapter(ReactiveHandlerInvocationAdapter handlers) {
        this.handlers = handlers;
    }

    @Override
    public boolean supports(Method method, Class<?> targetClass) {
        return List.of(method.getParameterTypes()).contains(ServerRequest.class)
                || RouterFunction.class.isAssignableFrom(method.getReturnType());
    }

    @Override
    public boolean guardedByType(Method method, Class<?> targetClass) {
        return true;
    }

    @Override
    public String implicitKeySource() {
        return handlers.implicitKeySource();
    }

    @Override
    public void prepare(Method method, Class<?> targetClass, IdempotentSettings settings) {
        ResolvableType type = ResolvableType.forMethodReturnType(method, targetClass);
        if (RouterFunction.class.isAssignableFrom(method.getReturnType())) {
            throw new IllegalArgumentException(
                    "returns a RouterFunction, which is asked for once and answers nothing:"
                            + " write it on the method of a bean that takes a ServerRequest and returns a Mono<ServerResponse>");
        }
        if (method.getReturnType() != Mono.class
                || !ServerResponse.class.isAssignableFrom(type.getGeneric(0).toClass())) {
            throw new IllegalArgumentException(
                    "takes a ServerRequest, but returns " + type + ": let it return Mono<ServerResponse>");
        }
        if (!AnnotatedElementUtils.hasAnnotation(method, Idempotent.class)) {
            throw new IllegalArgumentException("comes from its class, which does not say whether a handler function"
                    + " reads or writes: write @Idempotent on those that write");
        }
        handlers.prepare(method, targetClass, settings);
    }

    @Override
    public @Nullable String implicitKey() {
        return handlers.implicitKey();
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return handlers.implicitFingerprint(selection);
    }

    @Override
    public @Nullable Object invoke(PendingCall call, MethodInvocation invocation) throws Throwable {
        return handlers.invoke(call, invocation);
    }

    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) {
        return handlers.invoke(executor, operation, invocation);
    }

    @Override
    public @Nullable Object refuse(IdempotencyException refusal) {
        return handlers.refuse(refusal);
    }
}
