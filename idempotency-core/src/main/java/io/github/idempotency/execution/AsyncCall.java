package io.github.idempotency.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.CancelPolicy;

/** One guarded call whose action answers later. Whatever becomes of it becomes of its answer; nothing is thrown. */
final class AsyncCall<T extends @Nullable Object> {

    private final IdempotentExecutor executor;

    private final IdempotentOperation operation;

    private final CallEnd<T> end;

    private final IdempotentAction<? extends @Nullable CompletionStage<T>, ?> action;

    private final Executor endings;

    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** From then on a failure is what the stage makes of being cancelled. */
    private volatile boolean givenUp;

    AsyncCall(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<T> codec,
            IdempotentAction<? extends @Nullable CompletionStage<T>, ?> action,
            Executor endings) {
        this(executor, operation, new CodedEnd<>(operation, codec), action, endings);
    }

    AsyncCall(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            CallEnd<T> end,
            IdempotentAction<? extends @Nullable CompletionStage<T>, ?> action,
            Executor endings) {
        if (operation.policy().transactional()) {
            throw new IllegalArgumentException(
                    "The call of " + operation.scope() + " is transactional and answers later:"
                            + " a joined transaction belongs to the one thread that ends it");
        }
        this.executor = executor;
        this.operation = operation;
        this.end = end;
        this.action = action;
        this.endings = endings;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Claims the key and starts the action, on this thread. A caller that is gone by then has started nothing. */
    void begin() {
        if (answer.isDone()) {
            return;
        }
        try {
            Decision decision = executor.begin(operation);
            if (decision instanceof Replay replay) {
                answer.complete(end.<Throwable>replayed(replay));
            } else if (decision instanceof Execution execution) {
                start(execution);
            } else if (decision instanceof Attachment attachment) {
                answer.complete(end.attached(attachment));
            } else {
                follow(started(action.run()), null).whenComplete(this::give);
            }
        } catch (Throwable ex) {
            answer.completeExceptionally(ex);
        }
    }

    private void start(Execution execution) {
        if (answer.isDone()) {
            execution.release();
            return;
        }
        end.began(execution);
        CompletableFuture<T> work;
        try {
            work = work(execution);
        } catch (Throwable ex) {
            work = CompletableFuture.failedFuture(ex);
        }
        if (work.isDone()) {
            work.whenComplete((value, failure) -> end(execution, value, failure));
        } else {
            work.whenCompleteAsync((value, failure) -> end(execution, value, failure), endings);
        }
    }

    // What reconciliation found is of the action's type, null included.
    @SuppressWarnings({"unchecked", "NullAway"})
    private CompletableFuture<T> work(Execution execution) throws Throwable {
        Object returned = execution.<@Nullable Object, Throwable>call(action::run);
        if (execution.reconciled()) {
            return CompletableFuture.completedFuture((T) returned);
        }
        CompletableFuture<T> work = follow(started((CompletionStage<T>) returned), execution);
        execution.continueElsewhere();
        return work;
    }

    private CompletionStage<T> started(@Nullable CompletionStage<T> stage) {
        if (stage == null) {
            throw new IllegalStateException("The action of " + operation.scope()
                    + " returned null and no stage: return a completed one where there is nothing to wait for");
        }
        return stage;
    }

    /**
     * What becomes of the stage. A stage need not be one that can be cancelled: here it ends then all the same, or its
     * key would stay claimed until it does.
     */
    private CompletableFuture<T> follow(CompletionStage<T> stage, @Nullable Execution execution) {
        CompletableFuture<T> work = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                work.complete(value);
            } else {
                work.completeExceptionally(givenUp ? new GivenUp() : cause(failure));
            }
        });
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                leave(execution, () -> {
                    givenUp = true;
                    cancel(stage);
                    work.completeExceptionally(new GivenUp());
                });
            }
        });
        return work;
    }

    /** The caller has gone: its work is given up, now or when it has run on for long enough. */
    private void leave(@Nullable Execution execution, Runnable giveUp) {
        boolean cancelled = operation.policy().onCancel() == CancelPolicy.CANCEL;
        if (execution != null && !cancelled) {
            execution.unheard(giveUp);
        } else if (cancelled) {
            if (execution != null) {
                execution.context().loseLease();
            }
            giveUp.run();
        }
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (RuntimeException ex) {
            // It runs on, and what it answers is too late.
        }
    }

    /** Stages wrap what their predecessors threw; what was thrown is what is looked for, and what a replay throws. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void end(Execution execution, T value, @Nullable Throwable failure) {
        try {
            answer.complete(
                    failure == null
                            ? end.<Throwable>returned(execution, value)
                            : end.<Throwable>threw(execution, failure));
        } catch (Throwable ex) {
            answer.completeExceptionally(ex);
        }
    }

    private void give(T value, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }
}
