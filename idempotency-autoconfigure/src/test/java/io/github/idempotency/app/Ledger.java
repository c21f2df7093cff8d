package io.github.idempotency.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.idempotency.Idempotent;

/** A service whose answers are those that are easily lost. */
public class Ledger {

    private final AtomicInteger runs = new AtomicInteger();

    /** Cannot be written as JSON, nor be serialised by the JDK. */
    public static final class Receipt {

        private final String id;

        Receipt(String id) {
            this.id = id;
        }

        public String getText() {
            throw new IllegalStateException("The printer is on fire, and so is " + id);
        }
    }

    /** Not {@link java.io.Serializable}. */
    public record Entry(int run) {}

    public int runs() {
        return runs.get();
    }

    @Idempotent(key = "#id")
    public int enter(String id) {
        return runs.incrementAndGet();
    }

    @Idempotent(key = "#id")
    public Entry entry(String id) {
        return new Entry(runs.incrementAndGet());
    }

    @Idempotent(key = "#id")
    public Receipt receipt(String id) {
        runs.incrementAndGet();
        return new Receipt(id);
    }

    @Idempotent(key = "#id")
    public boolean no(String id) {
        runs.incrementAndGet();
        return false;
    }

    @Idempotent(key = "#id")
    public long zero(String id) {
        runs.incrementAndGet();
        return 0;
    }

    @Idempotent(key = "#id")
    public String empty(String id) {
        runs.incrementAndGet();
        return "";
    }

    @Idempotent(key = "#id")
    public List<String> none(String id) {
        runs.incrementAndGet();
        return List.of();
    }

    @Idempotent(key = "#id")
    public Map<String, String> nothing(String id) {
        runs.incrementAndGet();
        return Map.of();
    }

    @Idempotent(key = "#id")
    public Optional<String> absent(String id) {
        runs.incrementAndGet();
        return Optional.empty();
    }
}
