package io.github.idempotency.test.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs one step on many threads that all wait for the same start. */
final class Race {

    private static final int PATIENCE_SECONDS = 120;

    private Race() {}

    /**
     * What each runner came back with.
     *
     * @throws AssertionError if one failed or did not come back at all
     */
    static <T> List<T> run(int runners, IntFunction<T> step) {
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        try {
            CountDownLatch start = new CountDownLatch(runners);
            List<Future<T>> running = new ArrayList<>();
            for (int runner = 0; runner < runners; runner++) {
                int number = runner;
                running.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return step.apply(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException ex) {
            throw new AssertionError("A runner failed", ex.getCause());
        } catch (TimeoutException ex) {
            throw new AssertionError("A runner did not come back", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", ex);
        } finally {
            threads.shutdownNow();
        }
    }
}
