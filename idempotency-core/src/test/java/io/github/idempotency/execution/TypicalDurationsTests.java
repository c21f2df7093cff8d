package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyRecord;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** When a duplicate of a running call is told to come back, by how long such calls have taken on this node. */
class TypicalDurationsTests {

    private final List<IdempotencyEvent> told = new ArrayList<>();

    private final TypicalDurations durations = new TypicalDurations(told::add);

    private void ended(Type type, String scope, long seconds) {
        durations.on(new IdempotencyEvent(type, scope, null, Duration.ofSeconds(seconds)));
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(durations.typicalOf("orders")).isZero();
    }

    @Test
    void theFirstIsTypicalAndLaterOnesMoveIt() {
        ended(Type.COMPLETED, "orders", 8);
        assertThat(durations.typicalOf("orders")).isEqualTo(Duration.ofSeconds(8));
        ended(Type.NOT_RETAINED, "orders", 16);
        assertThat(durations.typicalOf("orders")).isEqualTo(Duration.ofSeconds(9));
        for (int i = 0; i < 50; i++) {
            ended(Type.COMPLETED, "orders", 2);
        }
        assertThat(durations.typicalOf("orders")).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_100));
        assertThat(told).hasSize(52);
    }

    @Test
    void scopesAreNotMixedAndFailuresAreNotCounted() {
        ended(Type.COMPLETED, "orders", 8);
        ended(Type.RELEASED, "orders", 1);
        ended(Type.LEFT_UNKNOWN, "orders", 1);
        assertThat(durations.typicalOf("orders")).isEqualTo(Duration.ofSeconds(8));
        assertThat(durations.typicalOf("refunds")).isZero();
    }

    @Test
    void thousandsOfScopesAreNotRemembered() {
        for (int i = 0; i < 5_000; i++) {
            ended(Type.COMPLETED, "scope " + i, 1);
        }
        assertThat(durations.typicalOf("scope 0")).isPositive();
        assertThat(durations.typicalOf("scope 4999")).isZero();
    }

    @Test
    void whoKnowsHowLongSuchCallsTakeSaysWhenThisOneIsUsuallyOver() {
        assertThat(patience(0)).isEqualTo(10);
        assertThat(patience(7)).isEqualTo(3);
        assertThat(patience(10)).isEqualTo(1);
        // Late already: as long as it is late, and never beyond the lease.
        assertThat(patience(15)).isEqualTo(5);
        assertThat(patience(28)).isEqualTo(2);
    }

    /** Of a call that such calls take ten seconds of, and that has run for so long under a lease of thirty. */
    private static long patience(long running) {
        Engine engine = new Engine();
        engine.begin(operation());
        IdempotencyRecord record = engine.record(operation());
        Instant now = record.startedAt().plusSeconds(running);
        return Refusals.patience(record, Duration.ofSeconds(10), now).toSeconds();
    }

    @Test
    void theEngineLearnsFromItsOwnCalls() {
        Engine engine = new Engine();
        engine.call(operation("first"));
        engine.begin(operation());
        // Such calls take no time here, so this one is late by as long as it has run.
        engine.clock.advance(Duration.ofSeconds(4));
        assertThat(engine.refusal(() -> engine.call(operation())).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }
}
