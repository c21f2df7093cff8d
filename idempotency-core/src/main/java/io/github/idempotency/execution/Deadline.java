package io.github.idempotency.execution;

import java.time.Duration;

/** How long one caller still waits. Not thread-safe. */
final class Deadline {

    private final long endNanos;

    private final Runnable onWait;

    private boolean waited;

    /** @param onWait told once, when the caller begins to wait */
    Deadline(Duration timeout, Runnable onWait) {
        this.endNanos = System.nanoTime() + timeout.toNanos();
        this.onWait = onWait;
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** What is left, but not more than this; the caller waits that long now. */
    Duration waitAtMost(Duration longest) {
        if (!waited) {
            waited = true;
            onWait.run();
        }
        Duration left = Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
        return left.compareTo(longest) < 0 ? left : longest;
    }
}
