package io.github.idempotency.web;

import java.lang.reflect.Method;
import java.util.Set;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.util.CollectionUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.execution.Decision;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.Replay;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.store.Fingerprint;

/**
 * Handler methods of controllers: the key is the request header's by default, and the HTTP response is stored. A call
 * that is not going to run leaves the method as an {@link AnswerSignal}.
 */
public final class HandlerInvocationAdapter implements InvocationAdapter {

    private static final Set<RequestMethod> SAFE =
            Set.of(RequestMethod.GET, RequestMethod.HEAD, RequestMethod.OPTIONS, RequestMethod.TRACE);

    private final HttpSettings settings;

    private final RequestHeaders headers;

    private final RequestFingerprint fingerprint;

    private final Problems problems;

    private final OperationAnswers operations;

    public HandlerInvocationAdapter(
            HttpSettings settings,
            RequestHeaders headers,
            CanonicalJson json,
            Problems problems,
            OperationAnswers operations) {
        this.settings = settings;
        this.headers = headers;
        this.fingerprint = new RequestFingerprint(json);
        this.problems = problems;
        this.operations = operations;
    }

    @Override
    public boolean supports(Method method, Class<?> targetClass) {
        // A method that is no handler, such as an @ExceptionHandler, is ours too unless it is annotated itself: the
        // annotation on its controller does not mean it.
        return AnnotatedElementUtils.hasAnnotation(targetClass, Controller.class)
                && (mapping(method) != null || !AnnotatedElementUtils.hasAnnotation(method, Idempotent.class));
    }

    @Override
    public boolean guardedByType(Method method, Class<?> targetClass) {
        RequestMapping mapping = mapping(method);
        return mapping != null && (mapping.method().length == 0 || !SAFE.containsAll(Set.of(mapping.method())));
    }

    private static @Nullable RequestMapping mapping(Method method) {
        return AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    }

    @Override
    public String implicitKeySource() {
        return "the request header " + String.join(" or ", settings.keys().headers());
    }

    @Override
    public void prepare(Method method, Class<?> targetClass, IdempotentSettings settings) {
        refuseRemembering(settings);
        new HandlerReturnType(method, targetClass).require(Boolean.TRUE.equals(settings.transactional()));
    }

    static void refuseRemembering(IdempotentSettings settings) {
        if (!CollectionUtils.isEmpty(settings.remember())) {
            throw new IllegalArgumentException(
                    "has remember, but of a handler the response is stored, whatever it threw:"
                            + " say by a StoredStatus bean which statuses are, or guard the service that throws");
        }
    }

    @Override
    public @Nullable String implicitKey() {
        return settings.keys().parse(headers).orElse(null);
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return exchange()
                .captured()
                .map(request -> fingerprint.of(request, selection))
                .orElse(Fingerprint.NONE);
    }

    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) throws Throwable {
        HttpExchange exchange = exchange();
        if (exchange.armed()) {
            // A forward to another guarded handler: one exchange has one answer, and that is guarded already.
            return invocation.proceed();
        }
        Decision decision;
        try {
            decision = executor.begin(operation);
            if (decision instanceof Replay replay) {
                throw new AnswerSignal(StoredResponse.replay(replay, settings));
            }
        } catch (IdempotencyException ex) {
            throw new AnswerSignal(
                    isAccepted(operation, ex) ? operations.accepted(operation.id(), ex) : problems.answer(ex));
        }
        if (decision instanceof Execution execution) {
            exchange.arm(execution);
            Class<?> type = invocation.getMethod().getReturnType();
            Object returned = ReconciledValue.as(type, execution.call(invocation::proceed));
            return CarriedContext.into(returned, execution.context(), type);
        }
        return invocation.proceed();
    }

    private static boolean isAccepted(IdempotentOperation operation, IdempotencyException refusal) {
        return refusal.problem() == IdempotencyProblem.IN_PROGRESS
                && operation.policy().onInProgress() == InProgressPolicy.ACCEPT;
    }

    @Override
    public @Nullable Object refuse(IdempotencyException refusal) {
        throw new AnswerSignal(problems.answer(refusal));
    }

    private static HttpExchange exchange() {
        return HttpExchange.current()
                .orElseThrow(() -> new IllegalStateException("A guarded handler was called outside an HTTP request, or"
                        + " without the IdempotencyFilter around it"));
    }
}
