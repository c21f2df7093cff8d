package io.github.idempotency.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Stops a reactive handler until the test lets it go on, by idempotency key; no thread waits but the test's. */
public class ReactiveGates {

    private final Map<String, Sinks.One<String>> opened = new ConcurrentHashMap<>();

    private final Map<String, Boolean> entered = new ConcurrentHashMap<>();

    private final Map<String, Boolean> cancelled = new ConcurrentHashMap<>();

    /** For handlers: says that it is there, and ends when it may go on. */
    public Mono<String> pass(String key) {
        return Mono.defer(() -> {
            entered.put(key, true);
            return gate(key).asMono().doOnCancel(() -> cancelled.put(key, true));
        });
    }

    /** For tests: returns once a handler waits. */
    public void awaitEntered(String key) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> entered.containsKey(key));
    }

    public boolean wasCancelled(String key) {
        return cancelled.containsKey(key);
    }

    public void open(String key) {
        gate(key).tryEmitValue(key);
    }

    private Sinks.One<String> gate(String key) {
        return opened.computeIfAbsent(key, any -> Sinks.one());
    }
}
