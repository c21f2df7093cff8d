package io.github.idempotency.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** What the handlers of streams send, by idempotency key: as the test says, and when it does. */
public class ReactiveFeeds {

    private final Map<String, Sinks.Many<String>> feeds = new ConcurrentHashMap<>();

    private final Map<String, Boolean> cancelled = new ConcurrentHashMap<>();

    Flux<String> of(String key) {
        return feed(key).asFlux().doOnCancel(() -> cancelled.put(key, true));
    }

    /** Whether somebody who was sent them has cancelled that. */
    public boolean wasCancelled(String key) {
        return cancelled.containsKey(key);
    }

    public void send(String key, String... texts) {
        for (String text : texts) {
            feed(key).tryEmitNext(text).orThrow();
        }
    }

    public void end(String key) {
        feed(key).tryEmitComplete().orThrow();
    }

    public void fail(String key) {
        feed(key)
                .tryEmitError(new IllegalStateException("The model has given up"))
                .orThrow();
    }

    private Sinks.Many<String> feed(String key) {
        return feeds.computeIfAbsent(key, any -> Sinks.many().replay().all());
    }
}
