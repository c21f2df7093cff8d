package io.github.idempotency.test.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;
import io.github.idempotency.store.TotallingIdempotencyStore;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/** What a store guarantees that adds up what nodes have counted. See {@link IdempotencyStoreContract}. */
public interface TotallingStoreContract extends StoreUnderTest {

    @Override
    TotallingIdempotencyStore store();

    private ClusterCounters counters() {
        return store().counters("application-" + UUID.randomUUID()).orElseThrow();
    }

    private static Counter counter(String scope, String name) {
        return new Counter(scope, "http", name);
    }

    private static Map<Counter, Long> within(CounterHistory history) {
        Map<Counter, Long> sums = new HashMap<>();
        history.minutes()
                .forEach(minute -> minute.added().forEach((counter, amount) -> sums.merge(counter, amount, Long::sum)));
        return sums;
    }

    @Test
    default void nothingIsToldBeforeAnythingWasCounted() {
        ClusterCounters counters = counters();

        assertThat(counters.totals()).isEmpty();
        assertThat(counters.lastHour().minutes()).isEmpty();
    }

    @Test
    default void whatNodesHaveCountedIsAddedUp() {
        ClusterCounters counters = counters();
        Counter replayed = counter("orders ✓ {1}", "replayed");
        Counter tool = new Counter("orders ✓ {1}", "tool", "replayed");
        Counter spent = counter("orders ✓ {1}", "nano-usd");
        counters.add(new CounterFlush("one", 1, Map.of(replayed, 2L, tool, 1L)));
        counters.add(new CounterFlush("two", 1, Map.of(replayed, 3L, spent, 4_000_000_000_000_000_001L)));
        counters.add(new CounterFlush("one", 2, Map.of(replayed, 4L, spent, -2L)));

        Map<Counter, Long> sums = Map.of(replayed, 9L, tool, 1L, spent, 3_999_999_999_999_999_999L);
        assertThat(counters.totals()).isEqualTo(sums);
        assertThat(within(counters.lastHour())).isEqualTo(sums);
    }

    @Test
    default void aFlushThatIsMadeAgainIsAddedOnce() {
        ClusterCounters counters = counters();
        CounterFlush flush = new CounterFlush("one", 1, Map.of(counter("orders", "executed"), 5L));
        counters.add(flush);
        counters.add(flush);
        counters.add(new CounterFlush("two", 1, flush.added()));

        assertThat(counters.totals()).isEqualTo(Map.of(counter("orders", "executed"), 10L));
        assertThat(within(counters.lastHour())).isEqualTo(counters.totals());
    }

    @Test
    default void aFlushThatIsLateChangesNothing() {
        ClusterCounters counters = counters();
        Counter executed = counter("orders", "executed");
        counters.add(new CounterFlush("one", 3, Map.of(executed, 1L)));
        counters.add(new CounterFlush("one", 2, Map.of(executed, 10L)));
        counters.add(new CounterFlush("one", 4, Map.of(executed, 100L)));

        assertThat(counters.totals()).isEqualTo(Map.of(executed, 101L));
    }

    /** As a flush whose answer is late and that is made again meanwhile. */
    @Test
    default void ofTheSameFlushMadeManyTimesAtATimeOneIsAdded() {
        ClusterCounters counters = counters();
        Counter executed = counter("orders", "executed");
        for (int sequence = 1; sequence <= 10; sequence++) {
            CounterFlush flush = new CounterFlush("one", sequence, Map.of(executed, 1L));
            Race.run(4, runner -> {
                counters.add(flush);
                return runner;
            });
        }

        assertThat(counters.totals()).isEqualTo(Map.of(executed, 10L));
        assertThat(within(counters.lastHour())).isEqualTo(counters.totals());
    }

    @Test
    default void noNodeLosesWhatAnotherAdds() {
        ClusterCounters counters = counters();
        List<Counter> scopes = IntStream.range(0, 5)
                .mapToObj(i -> counter("scope-" + i, "executed"))
                .toList();
        Race.run(4, runner -> {
            for (int sequence = 1; sequence <= 10; sequence++) {
                counters.add(new CounterFlush(
                        "node-" + runner, sequence, scopes.stream().collect(toMap(scope -> scope, scope -> 1L))));
            }
            return runner;
        });

        assertThat(counters.totals()).isEqualTo(scopes.stream().collect(toMap(scope -> scope, scope -> 40L)));
        assertThat(within(counters.lastHour())).isEqualTo(counters.totals());
    }

    @Test
    default void applicationsAreApart() {
        ClusterCounters counters = counters();
        ClusterCounters others = counters();
        Counter executed = counter("orders", "executed");
        counters.add(new CounterFlush("one", 1, Map.of(executed, 1L)));
        others.add(new CounterFlush("one", 1, Map.of(executed, 10L)));

        assertThat(counters.totals()).isEqualTo(Map.of(executed, 1L));
        assertThat(others.totals()).isEqualTo(Map.of(executed, 10L));
        assertThat(within(others.lastHour())).isEqualTo(others.totals());
    }

    @Test
    default void aMinuteBeginsWithItsFirstSecondByTheStoresClock() {
        ClusterCounters counters = counters();
        counters.add(new CounterFlush("one", 1, Map.of(counter("orders", "executed"), 1L)));

        CounterHistory history = counters.lastHour();

        assertThat(history.minutes()).hasSize(1);
        Instant start = history.minutes().get(0).start();
        assertThat(start.getEpochSecond() % 60).isZero();
        assertThat(start.getNano()).isZero();
        assertThat(history.observedAt()).isBetween(start, start.plus(ClusterCounters.MINUTE_LIFE));
    }

    @Test
    default void whatThereIsNoRoomForIsAddedToTheOthers() {
        ClusterCounters counters = counters();
        int surplus = 10;
        for (int begin = 0; begin < ClusterCounters.MOST + surplus; begin += 1_000) {
            counters.add(new CounterFlush("one", begin + 1, scopes(begin, surplus)));
        }
        Counter first = counter("scope-0", "executed");
        counters.add(new CounterFlush("two", 1, Map.of(first, 1L, counter("late", "executed"), 1L)));

        Map<Counter, Long> totals = counters.totals();
        assertThat(totals).hasSize(ClusterCounters.MOST + 1).containsEntry(first, 2L);
        assertThat(totals).containsEntry(counter(ClusterCounters.OTHERS, "executed"), surplus + 1L);
        assertThat(within(counters.lastHour())).isEqualTo(totals);
    }

    private static Map<Counter, Long> scopes(int begin, int surplus) {
        return IntStream.range(begin, Math.min(begin + 1_000, ClusterCounters.MOST + surplus))
                .boxed()
                .collect(toMap(i -> counter("scope-" + i, "executed"), i -> 1L));
    }
}
