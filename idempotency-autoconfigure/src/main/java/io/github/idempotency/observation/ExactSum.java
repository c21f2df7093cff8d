package io.github.idempotency.observation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A sum that is told in whole units, and of which no part of a unit is lost: parts are kept until they come to one. Exact
 * to a millionth of a unit; never less than it was. Thread-safe, without locks.
 */
final class ExactSum {

    private static final int PARTS = 6;

    private static final long UNIT = 1_000_000;

    private final LongAdder whole = new LongAdder();

    /** Below one unit. */
    private final AtomicLong parts = new AtomicLong();

    void add(long units) {
        whole.add(units);
    }

    /** @param units not negative */
    void add(BigDecimal units) {
        BigDecimal floor = units.setScale(0, RoundingMode.DOWN);
        long rest = units.subtract(floor)
                .movePointRight(PARTS)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
        long before = parts.getAndUpdate(kept -> (kept + rest) % UNIT);
        whole.add(floor.longValue() + (before + rest) / UNIT);
    }

    long units() {
        return whole.sum();
    }
}
