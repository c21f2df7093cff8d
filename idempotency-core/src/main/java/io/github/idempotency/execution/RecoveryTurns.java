package io.github.idempotency.execution;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * Lets one node of an application recover at a time, by a claim on a reserved scope. A turn that was used up leaves an
 * answer behind, and whoever finds it waits for the next; a turn that was not is free for others at once.
 */
final class RecoveryTurns {

    private static final Logger log = LoggerFactory.getLogger(RecoveryTurns.class);

    private static final Result USED_UP = new Result(Outcome.SUCCEEDED, new byte[0]);

    private final IdempotentExecutor executor;

    private final IdempotentOperation turn;

    RecoveryTurns(IdempotentExecutor executor, String namespace, Duration interval) {
        // Nobody counts turns.
        this.executor = executor.telling(IdempotencyListener.NO_OP);
        // Less than the interval, so that a node does not come a moment too early for its next turn.
        Duration used = interval.multipliedBy(9).dividedBy(10).plusMillis(1);
        this.turn = IdempotentOperation.of(new KeyScope(namespace, IdempotencyRecovery.SCOPE, ""), "turn")
                .with(IdempotencyPolicy.DEFAULT.withTtl(used));
    }

    /**
     * Does the work if it is this node's turn.
     *
     * @param work asks now and then whether to go on
     * @param goesOn whether the work, when it has ended, has not been broken off
     */
    void take(Consumer<BooleanSupplier> work, BooleanSupplier goesOn) {
        Decision decision;
        try {
            decision = executor.begin(turn);
        } catch (IdempotencyException ex) {
            log.debug("It is not this node's turn to recover", ex);
            return;
        }
        if (decision instanceof Execution mine) {
            BooleanSupplier still =
                    () -> goesOn.getAsBoolean() && !mine.context().leaseLost();
            boolean usedUp = false;
            try {
                work.accept(still);
                usedUp = still.getAsBoolean();
            } finally {
                end(mine, usedUp);
            }
        }
    }

    private static void end(Execution mine, boolean usedUp) {
        if (!usedUp) {
            mine.release();
            return;
        }
        try {
            mine.complete(USED_UP);
        } catch (IdempotencyException ex) {
            log.debug("The turn was lost at its end", ex);
        }
    }
}
