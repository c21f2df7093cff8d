package io.github.idempotency.web;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.execution.Attachment;
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

    private final HttpSettings settings;

    private final String keySource;

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
        this.keySource =
                "the request header " + String.join(" or ", settings.keys().headers());
        this.headers = headers;
        this.fingerprint = new RequestFingerprint(json);
        this.problems = problems;
        this.operations = operations;
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
        return keySource;
    }

    @Override
    public void prepare(Method method, Class<?> targetClass, IdempotentSettings settings) {
        GuardedHandlers.refuseRemembering(settings);
        GuardedHandlers.refuseEarlyEnd(method, targetClass, settings);
        HandlerReturnType type = new HandlerReturnType(method, targetClass);
        type.require(Boolean.TRUE.equals(settings.transactional()));
        type.refuseEarlyEnd(settings);
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
            decision = exchange.isResumed() ? executor.resume(operation) : executor.begin(operation);
            if (decision instanceof Replay replay) {
                throw new AnswerSignal(ReplayedAnswer.of(replay, settings, problems));
            }
            if (decision instanceof Attachment attachment) {
                throw new AnswerSignal(StreamedAnswer.of(attachment, settings, problems));
            }
        } catch (IdempotencyException ex) {
            throw new AnswerSignal(
                    isAccepted(operation, ex) ? operations.accepted(operation.id(), ex) : problems.answer(ex));
        }
        if (decision instanceof Execution execution) {
            exchange.arm(execution, () -> executor.recorder(execution));
            Class<?> type = invocation.getMethod().getReturnType();
            Object returned = ReconciledValue.as(type, execution.call(invocation::proceed));
            exchange.handled();
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
