package io.github.idempotency.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;

/** The value that is returned is the answer. */
final class PlainForm implements AnswerForm {

    @Override
    public boolean isComplete() {
        return true;
    }

    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<@Nullable Object> codec,
            MethodInvocation invocation)
            throws Throwable {
        return executor.<@Nullable Object, Throwable>execute(operation, codec, invocation::proceed);
    }
}
