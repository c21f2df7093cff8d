package io.github.idempotency.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops a handler until the test lets it go on, by idempotency key. */
public class Gates {

    private final Map<String, CountDownLatch> entered = new ConcurrentHashMap<>();

    private final Map<String, CountDownLatch> opened = new ConcurrentHashMap<>();

    /** For handlers: says that it is there, and waits. */
    public void pass(String key) {
        latch(entered, key).countDown();
        await(latch(opened, key));
    }

    /** For tests: returns once a handler waits. */
    public void awaitEntered(String key) {
        await(latch(entered, key));
    }

    public void open(String key) {
        latch(opened, key).countDown();
    }

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String key) {
        return latches.computeIfAbsent(key, any -> new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
