package io.github.idempotency.actuate;

import java.time.Clock;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;

import static org.assertj.core.api.Assertions.assertThat;

/** Totals where the store cannot be asked. */
class ObservedTotalsTests {

    /** A store that is away. */
    private static final class Away implements ClusterCounters {

        @Override
        public void add(CounterFlush flush) {
            throw new IllegalStateException("away");
        }

        @Override
        public Map<Counter, Long> totals() {
            throw new IllegalStateException("away");
        }

        @Override
        public CounterHistory lastHour() {
            throw new IllegalStateException("away");
        }
    }

    @Test
    void thatTheStoreIsAwayHidesTheClusterAndNotTheNode() {
        IdempotencyTotals node = new IdempotencyTotals(Clock.systemUTC());
        node.on(IdempotencyEvent.of(Type.STARTED, "orders", Layer.HTTP, null));
        ScopeDescriptor scope =
                ObservedTotals.of(node, new ClusterTotals(new Away())).scope("orders");
        assertThat(scope.node().totals().executions()).isOne();
        assertThat(scope.node().now().executions()).isOne();
        assertThat(scope.cluster()).isNull();
        assertThat(scope.clusterUnavailable()).isEqualTo("IllegalStateException");
        assertThat(ObservedTotals.of(node, new ClusterTotals(null))
                        .scope("orders")
                        .clusterUnavailable())
                .isNull();
    }
}
