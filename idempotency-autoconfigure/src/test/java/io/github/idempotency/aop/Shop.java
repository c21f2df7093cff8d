package io.github.idempotency.aop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.github.idempotency.Idempotent;

/** A service whose every answer is another one, so that a second execution shows. */
class Shop {

    private final AtomicInteger runs = new AtomicInteger();

    record Order(int number, BigDecimal total, Instant at, Optional<String> note, List<String> lines) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Transfer.class)})
    sealed interface Payment {}

    record Card(String digits) implements Payment {}

    record Transfer(String iban, int run) implements Payment {}

    @Idempotent(key = "#id")
    public Order order(String id) {
        return next();
    }

    @Idempotent(key = "#id")
    public List<Order> orders(String id) {
        return List.of(next(), next());
    }

    @Idempotent(key = "#id")
    public Map<String, List<Order>> byCustomer(String id) {
        return Map.of("alice", List.of(next()), "bob", List.of());
    }

    @Idempotent(key = "#id")
    public Optional<Order> found(String id) {
        return Optional.of(next());
    }

    @Idempotent(key = "#id")
    public Optional<Order> missing(String id) {
        next();
        return Optional.empty();
    }

    @Idempotent(key = "#id")
    public Order nothing(String id) {
        next();
        return null;
    }

    @Idempotent(key = "#id")
    public void done(String id) {
        next();
    }

    @Idempotent(key = "#id")
    public Payment payment(String id) {
        return new Transfer("DE00", next().number());
    }

    @Idempotent(key = "#id")
    public List<Payment> payments(String id) {
        return List.of(new Card("42"), new Transfer("DE00", next().number()));
    }

    @Idempotent(key = "#id")
    public int number(String id) {
        return next().number();
    }

    @Idempotent(key = "#id")
    public byte[] bytes(String id) {
        return new byte[] {0, -1, (byte) next().number()};
    }

    /** Not a field: a proxy has fields of its own. */
    public int runs() {
        return runs.get();
    }

    private Order next() {
        int run = runs.incrementAndGet();
        return new Order(
                run,
                new BigDecimal("10.50"),
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                run % 2 == 0 ? Optional.empty() : Optional.of("naïve ☕ \"quoted\""),
                List.of());
    }
}
