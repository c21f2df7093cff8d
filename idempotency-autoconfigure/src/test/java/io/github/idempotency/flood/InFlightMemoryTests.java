package io.github.idempotency.flood;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ten thousand executions hold that have begun and not ended: every object that can be reached from the engine and
 * could not before. Neither the action's thread nor the store is part of it.
 */
class InFlightMemoryTests {

    private static final int CALLS = 10_000;

    private static final int ENGINE_BYTES = 1024;

    private static final KeyScope SCOPE = new KeyScope("shop", "orders", "alice");

    /** Keeps appointments and has no thread, through which all of the process could be reached. */
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, action -> null);

    private final LeaseKeeper keeper = new LeaseKeeper(scheduler);

    private final IdempotentExecutor executor =
            new IdempotentExecutor(new GrantingStore(), keeper, IdempotencyListener.NO_OP);

    /** Fields of records and lambdas are read, too, and nothing is attached to this process. */
    @BeforeAll
    static void lookIntoRecords() {
        System.setProperty("jol.magicFieldOffset", "true");
        System.setProperty("jol.skipDynamicAttach", "true");
    }

    @AfterEach
    void stop() {
        keeper.close();
    }

    @Test
    void aCallInFlightHoldsLessThanAKibibyte() {
        scheduler.setRemoveOnCancelPolicy(true);
        GraphLayout before = reachable();
        List<Execution> executions = begin(new byte[0]);
        GraphLayout during = reachable();
        assertThat((during.totalSize() - before.totalSize()) / CALLS)
                .as(() -> during.subtract(before).toFootprint())
                .isLessThan(ENGINE_BYTES);

        executions.forEach(execution -> execution.complete(new Result(Outcome.SUCCEEDED, new byte[0])));
        assertThat(keeper.inFlight()).isZero();
        assertThat(scheduler.getQueue()).isEmpty();
        // What is left are the rooms of a queue and a table, for as many calls as there have been at once.
        assertThat((reachable().totalSize() - before.totalSize()) / CALLS).isLessThan(16);
    }

    /** The measure sees a kibibyte that each call holds in a corner. */
    @Test
    void whatACallHoldsIsSeen() {
        GraphLayout before = reachable();
        List<Execution> executions = begin(new byte[ENGINE_BYTES]);
        assertThat(executions).hasSize(CALLS);
        assertThat((reachable().totalSize() - before.totalSize()) / CALLS).isGreaterThan(ENGINE_BYTES);
    }

    private GraphLayout reachable() {
        return GraphLayout.parseInstance(executor, keeper);
    }

    /** @param more what the reconciler of each holds a copy of, if it is not empty */
    private List<Execution> begin(byte[] more) {
        List<Execution> executions = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            IdempotentOperation operation =
                    IdempotentOperation.of(SCOPE, UUID.randomUUID().toString()).with(Fingerprint.of("order " + i));
            byte[] held = more.clone();
            executions.add((Execution) executor.begin(
                    held.length == 0
                            ? operation
                            : operation.with(unknown ->
                                    held.length == 0 ? Reconciliation.cannotTell() : Reconciliation.didNotHappen())));
        }
        return executions;
    }

    /** Grants every claim and keeps nothing. */
    private static final class GrantingStore implements IdempotencyStore {

        private long token;

        @Override
        public Claim claim(ClaimRequest request) {
            return new Claim.Acquired(++token, 1, false, Instant.ofEpochMilli(token));
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            return new Completion.Stored();
        }

        @Override
        public boolean release(StoreKey key, long token) {
            return true;
        }

        @Override
        public boolean markUnknown(StoreKey key, long token) {
            return true;
        }
    }
}
