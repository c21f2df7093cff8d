package io.github.idempotency.clients;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** What the endpoints do, which requests reach them, and a gate that holds the work up. */
class Work {

    private static final String NO_KEY = "no key";

    private final AtomicInteger effects = new AtomicInteger();

    private final List<String> arrivals = new CopyOnWriteArrayList<>();

    private volatile CountDownLatch begun = new CountDownLatch(1);

    private volatile CountDownLatch gate = new CountDownLatch(0);

    void reset() {
        effects.set(0);
        arrivals.clear();
        begun = new CountDownLatch(1);
        gate = new CountDownLatch(0);
    }

    void arrived(@Nullable String key) {
        arrivals.add(key == null ? NO_KEY : key);
    }

    /** Does it, and says which time this is. */
    int done() {
        int number = effects.incrementAndGet();
        begun.countDown();
        await(gate);
        return number;
    }

    int effects() {
        return effects.get();
    }

    /** The key of each request so far, in the order of their arrival. */
    List<String> arrivals() {
        return List.copyOf(arrivals);
    }

    void closeGate() {
        gate = new CountDownLatch(1);
    }

    void openGate() {
        gate.countDown();
    }

    void awaitBegun() {
        await(begun);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Waited in vain");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
