package io.github.idempotency.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. Thread-safe: after {@link #advance} has returned, every thread reads
 * the later time.
 */
public final class MutableClock extends Clock {

    private final AtomicReference<Instant> instant;

    private final ZoneId zone;

    /** A clock in UTC that shows the instant. */
    public MutableClock(Instant instant) {
        this(new AtomicReference<>(instant), ZoneOffset.UTC);
    }

    private MutableClock(AtomicReference<Instant> instant, ZoneId zone) {
        this.instant = instant;
        this.zone = zone;
    }

    /** Moves the clock; a negative duration moves it back, as a corrected server clock does. */
    public void advance(Duration duration) {
        instant.updateAndGet(now -> now.plus(duration));
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(instant.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock in another zone: moving either moves both. */
    @Override
    public Clock withZone(ZoneId other) {
        return new MutableClock(instant, other);
    }

    @Override
    public String toString() {
        return "MutableClock[" + instant + "]";
    }
}
