package io.github.idempotency.test.twolevel;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.StoreKey;

/** A front on a clock that the test moves. What was evicted stays out. */
final class InMemoryResultFront implements ResultFront {

    private final Map<StoreKey, IdempotencyRecord> copies = new HashMap<>();

    private final Set<StoreKey> evicted = new HashSet<>();

    private final Clock clock;

    private boolean down;

    InMemoryResultFront(Clock clock) {
        this.clock = clock;
    }

    synchronized void flush() {
        copies.clear();
    }

    synchronized void down(boolean cannotBeAsked) {
        down = cannotBeAsked;
    }

    @Override
    public synchronized Optional<IdempotencyRecord> replay(StoreKey key, Fingerprint fingerprint) {
        Optional<IdempotencyRecord> copy = find(key);
        if (copy.isEmpty() || !copy.get().fingerprint().matches(fingerprint)) {
            return copy;
        }
        IdempotencyRecord replayed = replayed(copy.get());
        copies.put(key, replayed);
        return Optional.of(replayed);
    }

    @Override
    public synchronized Optional<IdempotencyRecord> find(StoreKey key) {
        answer();
        copies.values().removeIf(this::isOver);
        return Optional.ofNullable(copies.get(key));
    }

    private boolean isOver(IdempotencyRecord copy) {
        return !clock.instant().isBefore(copy.expiresAt())
                || copy.resultUntil() != null && !clock.instant().isBefore(copy.resultUntil());
    }

    @Override
    public synchronized void put(StoreKey key, IdempotencyRecord completed) {
        answer();
        copies.values().removeIf(this::isOver);
        if (!evicted.contains(key)) {
            copies.merge(key, completed, (old, fresh) -> fresh.token() > old.token() ? fresh : old);
        }
    }

    @Override
    public synchronized void evict(StoreKey key) {
        answer();
        evicted.add(key);
        copies.remove(key);
    }

    private void answer() {
        if (down) {
            throw new IllegalStateException("The front is down");
        }
    }

    private static IdempotencyRecord replayed(IdempotencyRecord copy) {
        return new IdempotencyRecord(
                copy.state(),
                copy.scope(),
                copy.token(),
                copy.attempt(),
                copy.effect(),
                copy.fingerprint(),
                copy.startedAt(),
                copy.leaseUntil(),
                copy.settledAt(),
                copy.expiresAt(),
                copy.result(),
                copy.resultUntil(),
                copy.replays() + 1);
    }
}
