package io.github.idempotency.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Something that has to succeed once. Callers that come while it is attempted share what comes of the attempt: with one
 * attempt each, the last of many callers would wait for all of them. After a failure the next caller attempts it anew.
 */
final class SharedAttempt {

    private final AtomicReference<@Nullable CompletableFuture<Void>> latest = new AtomicReference<>();

    private final Runnable action;

    SharedAttempt(Runnable action) {
        this.action = action;
    }

    /** Returns once it has succeeded; throws what this caller's attempt, or the one it shares, has thrown. */
    void succeed() {
        CompletableFuture<Void> attempt = latest.get();
        if (attempt == null) {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            attempt = latest.compareAndExchange(null, mine);
            if (attempt == null) {
                make(mine);
                return;
            }
        }
        try {
            attempt.join();
        } catch (CompletionException ex) {
            throw ex.getCause() instanceof RuntimeException failure ? failure : ex;
        }
    }

    private void make(CompletableFuture<Void> mine) {
        try {
            action.run();
            mine.complete(null);
        } catch (RuntimeException | Error ex) {
            latest.set(null);
            mine.completeExceptionally(ex);
            throw ex;
        }
    }
}
