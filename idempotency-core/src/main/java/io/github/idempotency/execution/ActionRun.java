package io.github.idempotency.execution;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.Reconciliation;

/** The action of one execution: how it is run, and what its end says about its effect. */
final class ActionRun {

    private final IdempotencyContext context;

    private final IdempotencyPolicy policy;

    private final JoinedTransaction joined;

    /** What is known already of what the action would do; empty if it has to run. */
    private final Optional<Reconciliation.Happened<?>> happened;

    /** The thread that runs the action, or ran it; null if it is not to be waited for. */
    private volatile @Nullable Thread runner;

    private volatile @Nullable Throwable failure;

    ActionRun(
            IdempotencyContext context,
            IdempotencyPolicy policy,
            JoinedTransaction joined,
            Optional<Reconciliation.Happened<?>> happened) {
        this.context = context;
        this.policy = policy;
        this.joined = joined;
        this.happened = happened;
    }

    @SuppressWarnings("unchecked")
    <T extends @Nullable Object, X extends Throwable> T call(IdempotentAction<T, X> action) throws X {
        runner = Thread.currentThread();
        if (happened.isPresent()) {
            return (T) happened.get().value();
        }
        try {
            return policy.transactional() ? joined.call(() -> context.call(action)) : context.call(action);
        } catch (Throwable ex) {
            failure = ex;
            context.failed(ex);
            throw ex;
        }
    }

    /** Whether reconciliation has shown the effect of an earlier attempt. */
    boolean happenedBefore() {
        return happened.isPresent();
    }

    /** What the action began goes on without its thread. */
    void continueElsewhere() {
        runner = null;
    }

    /** Whether its thread is gone, so that nobody will end the execution. */
    boolean abandoned() {
        Thread thread = runner;
        return thread != null && !thread.isAlive();
    }

    /** Whether the key may be given free when it has failed: a second run is harmless, or the first had no effect. */
    boolean mayBeRepeated() {
        return happened.isEmpty()
                && (policy.effect() == Effect.REPEATABLE || joined.undone() || policy.precedesEffect(failure));
    }
}
