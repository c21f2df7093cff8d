package io.github.idempotency.store;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClaimRequestTests {

    private static final Duration MILLI = Duration.ofMillis(1);

    @Test
    void aMillisecondIsEnough() {
        assertThatCode(() -> request(MILLI, MILLI)).doesNotThrowAnyException();
    }

    @Test
    void aLeaseIsAtMostAYear() {
        assertThatCode(() -> request(Duration.ofDays(366), MILLI)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(Duration.ofDays(366).plusMillis(1), MILLI))
                .withMessageContaining("lease");
    }

    @Test
    void aRetentionIsAtMostTenYears() {
        assertThatCode(() -> request(MILLI, Duration.ofDays(3660))).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(MILLI, Duration.ofDays(3660).plusMillis(1)))
                .withMessageContaining("retention");
    }

    @Test
    void zeroNegativeAndSubMillisecondAreRefused() {
        for (Duration tooShort : new Duration[] {Duration.ZERO, MILLI.negated(), Duration.ofNanos(999_999)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> request(tooShort, MILLI));
            assertThatIllegalArgumentException().isThrownBy(() -> request(MILLI, tooShort));
        }
    }

    private static ClaimRequest request(Duration lease, Duration retention) {
        return new ClaimRequest(StoreKey.of("k"), "s", Fingerprint.NONE, Effect.REPEATABLE, lease, retention);
    }
}
