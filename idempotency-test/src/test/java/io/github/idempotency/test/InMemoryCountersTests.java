package io.github.idempotency.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterMinute;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** What the reference store remembers of what was counted, and for how long. */
class InMemoryCountersTests {

    private static final Counter EXECUTED = new Counter("orders", "http", "executed");

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:30Z"));

    private final ClusterCounters counters =
            new InMemoryIdempotencyStore(clock).counters("shop").orElseThrow();

    private void add(long sequence) {
        counters.add(new CounterFlush("one", sequence, Map.of(EXECUTED, sequence)));
    }

    @Test
    void theMinuteThatRunsAndSixtyBeforeItAreToldInTheirOrder() {
        for (int minute = 1; minute <= 70; minute++) {
            add(minute);
            clock.advance(Duration.ofMinutes(1));
        }
        add(71);

        assertThat(counters.lastHour().minutes().stream()
                        .map(CounterMinute::added)
                        .map(added -> added.get(EXECUTED)))
                .hasSize(61)
                .isSorted()
                .startsWith(11L)
                .endsWith(71L);
        assertThat(counters.lastHour().observedAt()).isEqualTo(clock.instant());
        assertThat(counters.totals()).isEqualTo(Map.of(EXECUTED, 71L * 72 / 2));
        clock.advance(Duration.ofMinutes(61));
        assertThat(counters.lastHour().minutes()).isEmpty();
    }

    /** A node that is not known any more has a flush of the same sequence added, which shows that it is not known. */
    @Test
    void aNodeIsForgottenThatHasNotFlushedForLong() {
        add(1);
        clock.advance(ClusterCounters.NODE_LIFE.minusMillis(1));
        add(1);
        assertThat(counters.totals()).isEqualTo(Map.of(EXECUTED, 1L));
        clock.advance(Duration.ofMillis(1));
        add(1);
        assertThat(counters.totals()).isEqualTo(Map.of(EXECUTED, 2L));
    }
}
