package io.github.idempotency.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentAction;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;

/** What a stage completes with is the answer. The method runs at once, on its caller's thread if that may wait. */
final class StageForm implements AnswerForm {

    @Override
    public boolean isComplete() {
        return false;
    }

    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings({"unchecked", "NullAway"})
    @Override
    public Object invoke(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<@Nullable Object> codec,
            MethodInvocation invocation) {
        IdempotentAction<CompletionStage<@Nullable Object>, Throwable> action =
                () -> (CompletionStage<@Nullable Object>) invocation.proceed();
        Executor elsewhere = ServiceAnswer.REACTOR ? ReactiveForm.insteadOfThisThread() : null;
        return elsewhere == null
                ? executor.executeAsync(operation, codec, action)
                : executor.executeAsync(operation, codec, action, elsewhere);
    }

    @Override
    public Object refuse(IdempotencyException refusal) {
        return CompletableFuture.failedFuture(refusal);
    }
}
