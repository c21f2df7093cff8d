package io.github.idempotency.execution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.AwaitableIdempotencyStore.Subscriber;
import io.github.idempotency.store.FollowableIdempotencyStore;
import io.github.idempotency.store.FollowableIdempotencyStore.Following;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.SequencedIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/**
 * The sequences of one store: the threads on which it is asked about them, so that neither who gives an answer nor who
 * reads it waits for the store, and one follower for each answer that is read on this node.
 */
final class Sequences {

    static final long SOON_MILLIS = 100;

    private static final long SELDOM_MILLIS = 5_000;

    /** A store that tells of frames is asked again in case it did not; one that does not tell is asked. */
    private static final long SAFETY_POLL_MILLIS = 2_000;

    private static final int THREADS = 4;

    private final Map<StoreKey, Follower> followers = new ConcurrentHashMap<>();

    private final @Nullable SequencedIdempotencyStore store;

    private final @Nullable FollowableIdempotencyStore telling;

    private final ScheduledExecutorService threads;

    private final Subscriber subscriber = this::ended;

    private final SharedAttempt subscription = new SharedAttempt(this::subscribe);

    Sequences(IdempotencyStore store) {
        this(store, threads());
    }

    Sequences(IdempotencyStore store, ScheduledExecutorService threads) {
        this.store = store instanceof SequencedIdempotencyStore sequenced ? sequenced : null;
        this.telling = store instanceof FollowableIdempotencyStore followable ? followable : null;
        this.threads = threads;
    }

    private static ScheduledExecutorService threads() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, action -> {
            Thread thread = new Thread(action, "idempotency-frames");
            thread.setDaemon(true);
            return thread;
        });
        threads.setKeepAliveTime(10, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }

    /** Whether the store keeps sequences. */
    boolean areKept() {
        return store != null;
    }

    ScheduledFuture<?> later(Runnable action, long millis) {
        return threads.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    static long longer(long millis) {
        return Math.min(Math.max(SOON_MILLIS, 2 * millis), SELDOM_MILLIS);
    }

    long pollMillis() {
        return telling == null ? SOON_MILLIS : SAFETY_POLL_MILLIS;
    }

    boolean append(StoreKey key, long token, int first, List<byte[]> frames) {
        return required().append(key, token, first, frames);
    }

    Optional<FramePage> page(StoreKey key, int from, int limit) {
        return required().frames(key, from, limit);
    }

    private SequencedIdempotencyStore required() {
        if (store == null) {
            throw new IllegalStateException("The store keeps no sequences");
        }
        return store;
    }

    FrameCursor open(StoredAnswers answers, StoreKey key, long token, int from, Runnable onChange) {
        AtomicReference<@Nullable FrameCursor> opened = new AtomicReference<>();
        Follower follower = followers.compute(key, (k, running) -> {
            // What follows an earlier attempt goes on to its end, for those who read that.
            Follower shared =
                    running != null && running.follows(token) ? running : new Follower(this, answers, key, token);
            opened.set(shared.add(from, onChange));
            return shared;
        });
        follower.start();
        return Objects.requireNonNull(opened.get());
    }

    /** Lets a follower go that nobody reads any more; runs the removal, which says so, while nobody can begin to. */
    void close(StoreKey key, Follower follower, BooleanSupplier idle) {
        followers.compute(key, (k, current) -> idle.getAsBoolean() && current == follower ? null : current);
    }

    /** Tells the follower of frames from now on. */
    Following follow(StoreKey key, Follower follower) {
        if (telling == null) {
            return () -> {};
        }
        subscription.succeed();
        return telling.follow(key, follower::appended);
    }

    private void subscribe() {
        if (telling != null) {
            telling.subscribe(subscriber);
        }
    }

    private void ended(StoreKey key, @Nullable IdempotencyRecord completed) {
        Follower follower = followers.get(key);
        if (follower != null) {
            follower.look();
        }
    }
}
