package io.github.idempotency.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Load without HTTP: each thread makes its next call when it has made one. */
record Threads(int number, Duration time) {

    double callsPerSecond(Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            long begun = System.nanoTime();
            long end = begun + time.toNanos();
            Callable<Long> caller = () -> {
                long calls = 0;
                while (System.nanoTime() - end < 0) {
                    call.make();
                    calls++;
                }
                return calls;
            };
            List<Future<Long>> calling = new ArrayList<>();
            for (int each = 0; each < number; each++) {
                calling.add(threads.submit(caller));
            }
            long calls = 0;
            for (Future<Long> each : calling) {
                calls += each.get();
            }
            return calls / ((System.nanoTime() - begun) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    /** What is measured. */
    interface Call {

        void make() throws Exception;
    }
}
