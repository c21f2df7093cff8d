package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;

/**
 * Everybody in this process who waits for one key: a leader, who asks the store, and followers, who do not. Thread-safe.
 */
final class Flight {

    private final Fingerprint fingerprint;

    private final Semaphore signals = new Semaphore(0);

    private final CompletableFuture<@Nullable Claim> landed = new CompletableFuture<>();

    private volatile @Nullable IdempotencyRecord told;

    private int followers;

    private boolean closed;

    Flight(Fingerprint fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** Whether what the leader learns holds for a request with this fingerprint. */
    boolean isFor(Fingerprint other) {
        return fingerprint.equals(other);
    }

    /** Takes a seat as a follower; false if the flight has landed already. */
    synchronized boolean join() {
        followers += closed ? 0 : 1;
        return !closed;
    }

    /** Ends the flight with what the leader has learned, if anything; tells how many have followed. */
    int land(@Nullable Claim claim) {
        int seated;
        synchronized (this) {
            closed = true;
            seated = followers;
        }
        landed.complete(claim);
        return seated;
    }

    /** The store has told that the claim ended. */
    void signal(@Nullable IdempotencyRecord completed) {
        told = completed;
        signals.release();
    }

    /** Waits, as the leader, for the store to tell; the record, if it told one. */
    @Nullable
    IdempotencyRecord awaitSignal(Duration atMost) throws InterruptedException {
        if (signals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            signals.drainPermits();
            return told;
        }
        return null;
    }

    /** Waits, as a follower, for the leader; null if the time is over. */
    @Nullable
    Claim awaitLanding(Duration atMost) throws InterruptedException {
        try {
            return landed.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException ex) {
            return null;
        } catch (ExecutionException ex) {
            throw new IllegalStateException("A flight lands with a claim", ex);
        }
    }
}
