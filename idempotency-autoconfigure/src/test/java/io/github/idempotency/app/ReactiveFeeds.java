package io.github.idempotency.app;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** What the handlers of streams send, by idempotency key: as the test says, and when it does. */
public class ReactiveFeeds {

    private final Map<String, Sinks.Many<String>> feeds = new ConcurrentHashMap<>();

    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    private final Set<String> left = ConcurrentHashMap.newKeySet();

    Flux<String> of(String key) {
        return feed(key).asFlux().doOnCancel(() -> cancelled.add(key));
    }

    /** Whether somebody who read what is sent under that key has gone. */
    public boolean wasCancelled(String key) {
        return cancelled.contains(key);
    }

    /** Whether the caller of a request with that key has gone before he was answered. */
    public boolean wasLeft(String key) {
        return left.contains(key);
    }

    void leave(@Nullable String key) {
        left.add(String.valueOf(key));
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
