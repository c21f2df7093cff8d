package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.idempotency.InProgressPolicy;

/** The methods that tell their duplicates where to ask, of those that have been looked at. Thread-safe. */
final class AcceptingMethods {

    private final List<IdempotentMetadata> methods = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Void> found = new CompletableFuture<>();

    void add(IdempotentMetadata metadata) {
        if (metadata.policy().onInProgress() == InProgressPolicy.ACCEPT) {
            methods.add(metadata);
            found.complete(null);
        }
    }

    boolean isEmpty() {
        return methods.isEmpty();
    }

    Stream<IdempotentMetadata> stream() {
        return methods.stream();
    }

    /** Runs that once there is any, be it now. */
    void whenFound(Runnable action) {
        found.thenRun(action);
    }
}
