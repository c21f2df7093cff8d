package io.github.idempotency.execution;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How an orderly stop divides its time. */
class PatienceTests {

    @Test
    void chargesThatWaitAreKeptASecondOfALongPatienceAndHalfOfAShortOne() {
        assertThat(of(27_000).keptForCharges()).isEqualTo(nanos(1_000));
        assertThat(of(900).keptForCharges()).isEqualTo(nanos(450));
    }

    @Test
    void chargesHaveWhatTheCallsHaveLeft() {
        assertThat(of(27_000).leftForCharges(nanos(2_000))).isEqualTo(nanos(25_000));
    }

    /** The container goes on after the tenth of its time that is no part of the patience. */
    @ParameterizedTest
    @ValueSource(longs = {0, 10, 500, 1_000, 4_500, 27_000, 600_000})
    void whatChargesHaveAfterTheWholePatienceEndsBeforeTheContainerGoesOn(long phase) {
        Duration patience = Duration.ofMillis(phase).multipliedBy(9).dividedBy(10);
        long rest = nanos(phase) - patience.toNanos();
        assertThat(new Patience(patience.toNanos()).leftForCharges(patience.toNanos()))
                .isLessThanOrEqualTo(rest / 2);
    }

    private static Patience of(long millis) {
        return new Patience(nanos(millis));
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
