package io.github.idempotency.web;

import java.lang.reflect.Method;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.Idempotent;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

/**
 * Handler functions that are methods of beans. As handler methods, but a call that is not going to run returns its
 * answer: an {@link AnswerSignal} could be taken for a failure by an error handler of the route.
 */
public final class HandlerFunctionInvocationAdapter implements InvocationAdapter {

    private final HandlerInvocationAdapter handlers;

    private final Problems problems;

    public HandlerFunctionInvocationAdapter(HandlerInvocationAdapter handlers, Problems problems) {
        this.handlers = handlers;
        this.problems = problems;
    }

    @Override
    public boolean supports(Method method, Class<?> targetClass) {
        return List.of(method.getParameterTypes()).contains(ServerRequest.class)
                        && ServerResponse.class.isAssignableFrom(method.getReturnType())
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
        GuardedHandlers.refuseRemembering(settings);
        if (RouterFunction.class.isAssignableFrom(method.getReturnType())) {
            throw new IllegalArgumentException("returns a RouterFunction, which is asked for once and answers nothing:"
                    + " write it on the method of a bean that takes a ServerRequest and returns a ServerResponse");
        }
        if (method.getReturnType() != ServerResponse.class) {
            throw new IllegalArgumentException("returns "
                    + method.getReturnType().getName() + ", and a stored answer is none: let it return ServerResponse");
        }
        if (!AnnotatedElementUtils.hasAnnotation(method, Idempotent.class)) {
            throw new IllegalArgumentException("comes from its class, which does not say whether a handler function"
                    + " reads or writes: write @Idempotent on those that write");
        }
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
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) throws Throwable {
        try {
            return handlers.invoke(executor, operation, invocation);
        } catch (AnswerSignal signal) {
            return new AnswerResponse(signal.answer());
        }
    }

    @Override
    public Object refuse(IdempotencyException refusal) {
        return new AnswerResponse(problems.answer(refusal));
    }
}
