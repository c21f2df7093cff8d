package io.github.idempotency.test.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConcurrentClaimsScenarioTests {

    private static final StoreKey KEY = StoreKey.of("key");

    private static final Clock STOPPED =
            Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), Clock.systemUTC().getZone());

    @Test
    void aStoreWithoutFaultExecutesOnce() {
        AtomicInteger effects = new AtomicInteger();

        ClaimsReport report = ConcurrentClaimsScenario.on(new FaultyStore(Fault.NONE, STOPPED), List.of(KEY))
                .failuresPerKey(3)
                .effect(key -> effects.incrementAndGet())
                .run();

        assertThat(effects).hasValue(1);
        ClaimsReport.Tally tally = RecordAssertions.present(report.tallies().get(KEY.reference()));
        assertThat(tally.executions()).isOne();
        assertThat(tally.overlaps()).isZero();
        assertThat(tally.answers()).hasSize(1);
    }

    @Test
    void aLostUpdateIsADuplicate() {
        IdempotencyStore store = new FaultyStore(Fault.CLAIM_READS_THEN_WRITES, STOPPED);

        ClaimsReport report =
                ConcurrentClaimsScenario.on(store, List.of(KEY)).threads(2).run();

        assertThat(report.duplicates()).containsExactly(KEY.reference());
    }

    @Test
    void aCallerWithoutAnswerIsAFailure() {
        IdempotencyStore store = new FaultyStore(Fault.NONE, STOPPED);
        Duration hour = Duration.ofHours(1);
        store.claim(new ClaimRequest(KEY, "somebody else", Fingerprint.NONE, Effect.REPEATABLE, hour, hour));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ConcurrentClaimsScenario.on(store, List.of(KEY))
                        .patience(Duration.ofMillis(50))
                        .run())
                .havingCause()
                .withMessageContaining("No answer");
    }
}
