package io.github.idempotency.observation;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Stored;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.store.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class MeterIdempotencyListenerTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final MeterIdempotencyListener listener = new MeterIdempotencyListener(registry);

    private static IdempotencyEvent ended(Type type, Outcome outcome, long size) {
        return new IdempotencyEvent(
                type, "orders", Layer.HTTP, null, null, null, null, Duration.ofSeconds(3), new Stored(outcome, size));
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void everyStepHasAnOutcome(Type type) {
        listener.on(IdempotencyEvent.of(type, "orders", Layer.SERVICE, null));
        String tag = CallOutcome.of(IdempotencyEvent.of(type, "orders", Layer.SERVICE, null))
                .tag();
        // What completed has been counted when it began; a cost is no step.
        if (type == Type.COMPLETED || type == Type.SPENT) {
            assertThat(registry.getMeters()).isEmpty();
        } else {
            assertThat(registry.get("idempotency.calls")
                            .tags("scope", "orders", "layer", "service", "outcome", tag)
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    /** Ran is not succeeded. */
    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "FAILED"})
    void anAnswerThatIsNoSuccessIsToldByItsOutcome(Outcome outcome) {
        listener.on(ended(Type.COMPLETED, outcome, 7));
        String tag = outcome.name().toLowerCase(Locale.ROOT);
        assertThat(registry.get("idempotency.calls")
                        .tag("outcome", tag)
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("idempotency.execution")
                        .tags("layer", "http", "outcome", tag)
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void theSizeOfAnAnswerIsKnownWhereItIsStored() {
        listener.on(ended(Type.COMPLETED, Outcome.SUCCEEDED, 512));
        listener.on(ended(Type.NOT_RETAINED, Outcome.SUCCEEDED, -1));
        var sizes = registry.get("idempotency.result.size").summary();
        assertThat(sizes.count()).isEqualTo(1);
        assertThat(sizes.max()).isEqualTo(512);
    }

    @Test
    void claimsAndWaitsAreTimedApart() {
        listener.on(new IdempotencyEvent(
                Type.REPLAYED,
                "orders",
                Layer.HTTP,
                null,
                null,
                Duration.ofMillis(2),
                Duration.ofSeconds(5),
                null,
                null));
        assertThat(registry.get("idempotency.claim").timer().max(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(registry.get("idempotency.wait").timer().max(TimeUnit.SECONDS))
                .isEqualTo(5);
        assertThat(registry.find("idempotency.execution").timer()).isNull();
    }

    /** Without the bound, as has been tried, there are ten thousand scopes and the test fails. */
    @Test
    void aFloodOfScopesIsCutOff() {
        IdempotencyTotals totals = new IdempotencyTotals(Clock.systemUTC());
        for (int i = 0; i < 10_000; i++) {
            IdempotencyEvent event = IdempotencyEvent.of(Type.STARTED, "scope-" + i, Layer.SERVICE, null);
            listener.on(event);
            totals.on(event);
        }
        listener.on(IdempotencyEvent.of(Type.REPLAYED, "scope-0", Layer.SERVICE, null));
        Set<String> scopes = new HashSet<>();
        for (Meter meter : registry.getMeters()) {
            scopes.add(meter.getId().getTag("scope"));
        }
        assertThat(scopes).hasSize(1001).contains("scope-0", "scope-999", "(others)");
        assertThat(registry.get("idempotency.calls")
                        .tag("scope", "(others)")
                        .counter()
                        .count())
                .isEqualTo(9000);
        assertThat(totals.total().byScope().keySet()).isEqualTo(scopes);
        assertThat(totals.total().count(CallOutcome.EXECUTED)).isEqualTo(10_000);
    }
}
