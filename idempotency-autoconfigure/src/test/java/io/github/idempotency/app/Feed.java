package io.github.idempotency.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What producers send, piece by piece as the test says, by idempotency key. */
public class Feed {

    private static final String END = "<end>";

    private static final String FAILURE = "<failure>";

    private final Map<String, BlockingQueue<String>> pieces = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> producers = new ConcurrentHashMap<>();

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** For producers: where a piece goes. */
    @FunctionalInterface
    interface Sink {

        void accept(String piece) throws Exception;
    }

    /** For producers: passes on every piece until the end; throws if the test says so. */
    void run(String key, Sink sink) throws Exception {
        producers.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
        while (true) {
            String piece = next(key);
            if (piece == null || piece.equals(FAILURE)) {
                throw new IllegalStateException("the producer broke down");
            }
            if (piece.equals(END)) {
                return;
            }
            try {
                sink.accept(piece);
            } catch (Exception ex) {
                told.add(key);
                throw ex;
            }
        }
    }

    private String next(String key) throws InterruptedException {
        try {
            return of(key).poll(60, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            told.add(key);
            throw ex;
        }
    }

    /** Whether a producer has been told that nobody wants it any more: by a piece that was not taken, or an interrupt. */
    public boolean wasTold(String key) {
        return told.contains(key);
    }

    public void send(String key, String... parts) {
        of(key).addAll(List.of(parts));
    }

    public void end(String key) {
        of(key).add(END);
    }

    public void fail(String key) {
        of(key).add(FAILURE);
    }

    /** How many producers there have been. */
    public int producers(String key) {
        AtomicInteger count = producers.get(key);
        return count == null ? 0 : count.get();
    }

    private BlockingQueue<String> of(String key) {
        return pieces.computeIfAbsent(key, any -> new LinkedBlockingQueue<>());
    }
}
