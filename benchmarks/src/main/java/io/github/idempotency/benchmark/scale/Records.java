package io.github.idempotency.benchmark.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many records, written by many callers at once, because a store is asked for one at a time. */
final class Records {

    private static final int CALLERS = 64;

    private Records() {}

    /** How one of them is written. */
    interface Writer {

        void write(int number);
    }

    /**
     * Writes them, or as many as can be in the time.
     *
     * @return how many there are
     */
    static int write(int count, Duration atMost, Writer writer) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        long until = System.nanoTime() + atMost.toNanos();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(callers.submit(() -> {
                    for (int number = next.getAndIncrement();
                            number < count && System.nanoTime() - until < 0;
                            number = next.getAndIncrement()) {
                        writer.write(number);
                        written.incrementAndGet();
                    }
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }
        return written.get();
    }
}
