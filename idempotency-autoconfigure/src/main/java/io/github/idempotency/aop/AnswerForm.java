package io.github.idempotency.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;

/** The form in which a guarded method of a service gives its answer: as it is, or as something that yields it. */
interface AnswerForm {

    /** Whether the answer is there when the method returns. */
    boolean isComplete();

    /** Whether the answer is recorded element by element, which not every store can do. */
    default boolean isSequence() {
        return false;
    }

    /** Whether parts of the answer may be given before there is all of it. */
    default boolean isGradual() {
        return isSequence();
    }

    /**
     * Runs the call, or gives the stored answer.
     *
     * @param codec of what is stored
     */
    @Nullable
    Object invoke(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<@Nullable Object> codec,
            MethodInvocation invocation)
            throws Throwable;

    /** The refusal as what the method returns, where whoever calls it looks for failures there. */
    default Object refuse(IdempotencyException refusal) {
        throw refusal;
    }
}
