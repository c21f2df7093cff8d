package io.github.idempotency.execution;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.FollowableIdempotencyStore;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** A store behind a connection that can break before a step reaches it, or before its reply comes back. */
final class OutageStore implements RenewableIdempotencyStore, FollowableIdempotencyStore, InspectableIdempotencyStore {

    enum Connection {
        UP,
        NOTHING_ARRIVES,
        REPLIES_ARE_LOST
    }

    /** The verbs that were asked for, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    volatile Connection connection = Connection.UP;

    /** Whether frames are appended without anybody hearing of it. */
    volatile boolean deaf;

    /** Whether the messages of the store's channel are lost. */
    volatile boolean endingsLost;

    /** Whether nobody can subscribe to that channel. */
    volatile boolean mute;

    /** Keys whose results are never taken. */
    final Set<StoreKey> refused = ConcurrentHashMap.newKeySet();

    /** What happens when a claim has been answered, before anybody has read the answer. */
    volatile Runnable afterClaim = () -> {};

    private final InMemoryIdempotencyStore store;

    OutageStore(InMemoryIdempotencyStore store) {
        this.store = store;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Claim claim = over("claim", () -> store.claim(request));
        afterClaim.run();
        return claim;
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        if (refused.contains(key)) {
            throw new StoreOutage();
        }
        return over("complete", () -> store.complete(key, token, result, retention));
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return over("release", () -> store.release(key, token));
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return over("markUnknown", () -> store.markUnknown(key, token));
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return over("renew", () -> store.renew(key, token, lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return over("find", () -> store.find(key));
    }

    @Override
    public boolean delete(StoreKey key) {
        return over("delete", () -> store.delete(key));
    }

    @Override
    public void subscribe(Subscriber subscriber) {
        asked.add("subscribe");
        if (mute) {
            throw new StoreOutage();
        }
        store.subscribe((key, completed) -> {
            if (!endingsLost) {
                subscriber.ended(key, completed);
            }
        });
    }

    @Override
    public void countReplays(StoreKey key, long token, int replays) {
        if (connection == Connection.NOTHING_ARRIVES) {
            throw new StoreOutage();
        }
        store.countReplays(key, token, replays);
    }

    @Override
    public boolean append(StoreKey key, long token, int first, List<byte[]> frames) {
        return over("append", () -> store.append(key, token, first, frames));
    }

    @Override
    public Optional<FramePage> frames(StoreKey key, int from, int limit) {
        return over("frames", () -> store.frames(key, from, limit));
    }

    @Override
    public Following follow(StoreKey key, FrameSubscriber subscriber) {
        return store.follow(key, (token, first, frames) -> {
            if (!deaf) {
                subscriber.appended(token, first, frames);
            }
        });
    }

    int claims() {
        return (int) asked.stream().filter("claim"::equals).count();
    }

    private <T> T over(String verb, Supplier<T> step) {
        asked.add(verb);
        if (connection == Connection.NOTHING_ARRIVES) {
            throw new StoreOutage();
        }
        T reply = step.get();
        if (connection == Connection.REPLIES_ARE_LOST) {
            throw new StoreOutage();
        }
        return reply;
    }

    static final class StoreOutage extends RuntimeException {

        StoreOutage() {
            super("connection refused");
        }
    }
}
