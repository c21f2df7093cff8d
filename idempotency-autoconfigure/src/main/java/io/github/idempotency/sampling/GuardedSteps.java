package io.github.idempotency.sampling;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.ResultValidator;

/**
 * Takes the steps of guarded calls: each once for its key, and again under the same key after a failure that its scope
 * retries. Their records are where those of the call are. Thread-safe.
 */
public final class GuardedSteps {

    private final Supplier<IdempotentExecutors> executors;

    private final Function<String, IdempotentSettings> settings;

    /**
     * @param executors asked for when there is a step
     * @param settings what is said about a scope
     */
    public GuardedSteps(Supplier<IdempotentExecutors> executors, Function<String, IdempotentSettings> settings) {
        this.executors = executors;
        this.settings = settings;
    }

    /** What is said about the steps of the call that runs in the context; of none, what is said about any. */
    public IdempotentSettings settings(@Nullable IdempotencyContext within) {
        return settings.apply(within == null ? "" : GuardedStep.scopeOf(within));
    }

    /**
     * The answer of the step: the stored one, or the action's. A step within a step is not retried by itself, because the
     * outer one is.
     *
     * @param validator judges what the action returns
     * @throws io.github.idempotency.IdempotencyException if the step was refused, for example because its key belongs to
     *     another request
     */
    public <T extends @Nullable Object> T take(
            IdempotencyContext within,
            GuardedStep step,
            ResultValidator validator,
            ResultCodec<T> codec,
            Supplier<T> action) {
        IdempotentExecutor executor = executor(within);
        Supplier<T> attempt =
                () -> executor.<T, RuntimeException>execute(step.operation().judgedBy(validator), codec, action::get);
        try {
            return GuardedStep.isStep(within) ? attempt.get() : retried(within, attempt);
        } catch (RuntimeException | Error ex) {
            step.failed();
            throw ex;
        }
    }

    /** The action, again after failures as the scope says. */
    <T extends @Nullable Object> T retried(@Nullable IdempotencyContext within, Supplier<T> action) {
        return new RetryTemplate(settings(within).retried().policy()).invoke(action);
    }

    /** How a step is attempted again, as its scope says; a step within a step is not, because the outer one is. */
    public RetryPolicy retries(IdempotencyContext within) {
        return GuardedStep.isStep(within)
                ? RetryPolicy.withMaxRetries(0)
                : settings(within).retried().policy();
    }

    /** As {@link #take}, for an action that answers later: whose {@link #retries} are its own business. */
    public <T extends @Nullable Object> CompletableFuture<T> takeAsync(
            IdempotencyContext within,
            GuardedStep step,
            ResultValidator validator,
            ResultCodec<T> codec,
            Supplier<CompletionStage<T>> action,
            Executor blocking) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        executor(within)
                .executeAsync(step.operation().judgedBy(validator), codec, action::get, blocking)
                .whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        step.failed();
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    private IdempotentExecutor executor(IdempotencyContext within) {
        return executors.get().on(settings(within).store());
    }
}
