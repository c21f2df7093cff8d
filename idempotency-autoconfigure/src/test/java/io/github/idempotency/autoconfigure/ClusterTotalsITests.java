package io.github.idempotency.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallOutcome;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.observation.TotalsFlush;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;
import io.github.idempotency.store.redis.RedisConnections;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Two nodes on one Redis, and what the cluster's totals say of the calls that each of them has had.
 *
 * <p>Broken on purpose to see these fail: a flush that takes a new sequence when it is made again counts twice what was
 * added before its answer was lost; one that forgets what the store has refused loses it; a schedule that stops without a
 * last flush loses the last calls.
 */
class ClusterTotalsITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final String application = "totals-" + UUID.randomUUID();

    private final AtomicInteger runs = new AtomicInteger();

    private final AtomicInteger answers = new AtomicInteger();

    /** A node: an engine, what it counts, and a way to the store that may be cut. */
    private final class Node implements ClusterCounters {

        final RedisIdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

        final IdempotencyTotals totals = new IdempotencyTotals(Clock.systemUTC());

        final IdempotentExecutor executor = new IdempotentExecutor(store, new LeaseKeeper(), totals, 100);

        final ClusterCounters counters = store.counters(application).orElseThrow();

        final TotalsFlush flush = new TotalsFlush(totals, this);

        boolean cutBefore;

        boolean cutAfter;

        void call(String key) {
            executor.execute(
                    IdempotentOperation.of(new KeyScope(application, "orders", ""), key), ResultCodec.UTF_8, () -> {
                        runs.incrementAndGet();
                        return "answer";
                    });
            answers.incrementAndGet();
        }

        @Override
        public void add(CounterFlush added) {
            if (cutBefore) {
                throw new IllegalStateException("not sent");
            }
            counters.add(added);
            if (cutAfter) {
                throw new IllegalStateException("answer lost");
            }
        }

        @Override
        public Map<Counter, Long> totals() {
            return counters.totals();
        }

        @Override
        public CounterHistory lastHour() {
            return counters.lastHour();
        }
    }

    private final Node one = new Node();

    private final Node two = new Node();

    private final ClusterTotals cluster = new ClusterTotals(one);

    private void storm() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            String prefix = UUID.randomUUID().toString();
            IntStream.range(0, 100)
                    .forEach(i -> calls.add(CompletableFuture.runAsync(
                                    () -> (i % 2 == 0 ? one : two).call(prefix + i / 2), threads)
                            .exceptionally(inProgress -> null)));
            calls.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private void assertToTheLastCall() {
        CallCounts both = one.totals.total().plus(two.totals.total());
        assertThat(cluster.total()).isEqualTo(both);
        assertThat(cluster.lastHour().sum()).isEqualTo(both);
        assertThat(cluster.total().executions()).isEqualTo(runs.get());
        assertThat(cluster.total().executions() + cluster.total().replays()).isEqualTo(answers.get());
    }

    @Test
    void theStoreHasWhatBothNodesHaveCounted() {
        storm();
        one.flush.flush();
        two.flush.flush();
        assertToTheLastCall();
        storm();
        one.flush.flush();
        one.flush.flush();
        two.flush.flush();
        assertToTheLastCall();
        assertThat(runs.get()).isEqualTo(100);
    }

    @Test
    void aFlushWhoseAnswerIsLostIsCountedOnce() {
        storm();
        one.cutAfter = true;
        two.cutBefore = true;
        assertThatIllegalStateException().isThrownBy(one.flush::flush);
        assertThatIllegalStateException().isThrownBy(two.flush::flush);
        storm();
        assertThatIllegalStateException().isThrownBy(one.flush::flush);
        one.cutAfter = false;
        two.cutBefore = false;
        one.flush.flush();
        two.flush.flush();
        assertToTheLastCall();
    }

    @Test
    void anOrderlyShutdownBringsTheRest() {
        TotalsSchedule schedule = new TotalsSchedule(one.flush::flush, Duration.ofHours(1));
        schedule.start();
        storm();
        two.flush.flush();
        schedule.stop();
        assertThat(schedule.isRunning()).isFalse();
        assertToTheLastCall();
        schedule.start();
        storm();
        two.flush.flush();
        schedule.stop();
        assertToTheLastCall();
    }

    @Test
    void amountsAreAddedUpBesideOutcomes() {
        one.totals.add("orders", Layer.HTTP, "nano-usd", 1_500_000_001L);
        two.totals.add("orders", Layer.TOOL, "nano-usd", 2L);
        one.flush.flush();
        two.flush.flush();
        CallCounts counts = cluster.total().ofScope("orders");
        assertThat(counts.amount("nano-usd")).isEqualTo(1_500_000_003L);
        assertThat(counts.byLayer().get("tool").amount("nano-usd")).isEqualTo(2);
        assertThat(counts.count(CallOutcome.EXECUTED)).isZero();
    }

    /** More counters than the store is told of at a time. */
    @Test
    void manyCountersAreBroughtInParts() {
        for (int i = 0; i < 1_000; i++) {
            one.totals.add("scope-" + i, Layer.STEP, "tokens", i);
            one.totals.add("scope-" + i, Layer.STEP, "calls", 1);
        }
        one.cutAfter = true;
        assertThatIllegalStateException().isThrownBy(one.flush::flush);
        one.cutAfter = false;
        one.flush.flush();
        assertThat(cluster.total().since(one.totals.total()).byCounter()).isEmpty();
        assertThat(cluster.total().amount("calls")).isEqualTo(1_000);
    }
}
