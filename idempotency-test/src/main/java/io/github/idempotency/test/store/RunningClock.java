package io.github.idempotency.test.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.awaitility.Awaitility;

/** A clock that nobody can move, such as that of a Redis or PostgreSQL server. */
public final class RunningClock {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RunningClock() {}

    /**
     * Returns once the clock shows that the duration is over. It is the clock that decides, so a server whose clock runs
     * slower than ours is waited for as well.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if that takes ten seconds more than it should
     */
    public static void await(InstantSource clock, Duration duration) {
        // One millisecond more, because a store compares in milliseconds and may have rounded up.
        Instant end = clock.instant().plus(duration).plusMillis(1);
        Awaitility.await()
                .atMost(duration.plus(PATIENCE))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> clock.instant().isAfter(end));
    }
}
