package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.AwaitableIdempotencyStore;
import io.github.idempotency.store.AwaitableIdempotencyStore.Subscriber;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/** The copies of one store's records. There are none of a store that cannot count replays, or is in this process itself. */
final class NearReplays {

    private final IdempotencyStore store;

    private final NearRecords near;

    private final @Nullable AwaitableIdempotencyStore telling;

    private final Subscriber subscriber = (key, completed) -> ended(key);

    private final NearListening listening;

    /**
     * How many messages there have been, and the beginning of listening: what is read across one may be of a record that
     * has been deleted.
     */
    private final AtomicLong ends = new AtomicLong();

    NearReplays(IdempotencyStore store, NearRecords near) {
        this.store = store;
        this.near = near;
        this.telling = near.isKeeping()
                        && store instanceof AwaitableIdempotencyStore awaitable
                        && !(store instanceof InMemoryIdempotencyStore)
                ? awaitable
                : null;
        this.listening = new NearListening(this::subscribe, near::now);
    }

    /** What a copy says about the call, a replay being counted; null if the store has to be asked. */
    @Nullable
    Claim claim(IdempotentOperation operation) {
        if (!isFor(operation)) {
            return null;
        }
        NearPlace place = place(operation.storeKey());
        NearCopy copy = near.copies().get(place);
        if (copy == null) {
            return null;
        }
        IdempotencyRecord record = copy.record();
        if (copy.untilNanos() - near.now() <= 0) {
            near.copies().remove(place, copy);
            return null;
        }
        if (!record.fingerprint().matches(operation.compared())) {
            return new Claim.Mismatch(record);
        }
        near.counts().add(place, record.token());
        return new Claim.Completed(record);
    }

    private boolean isFor(IdempotentOperation operation) {
        return telling != null && operation.policy().nearReplay();
    }

    /** To be called before the store is asked. */
    NearQuestion asking() {
        return telling == null ? NearQuestion.NONE : new NearQuestion(near.now(), ends.get());
    }

    /** Keeps a copy of what the store has told. */
    void keep(IdempotentOperation operation, Claim claim, NearQuestion asked) {
        if (!isFor(operation)
                || !(claim instanceof Claim.Completed completed)
                || completed.observedAt() == null
                || completed.record().result() == null
                || !completed.record().result().retained()
                || !listening.already()) {
            return;
        }
        Duration left = left(completed.record(), completed.observedAt());
        if (left.compareTo(Duration.ZERO) > 0) {
            NearPlace place = place(operation.storeKey());
            near.copies().put(place, new NearCopy(completed.record(), asked.nanos() + left.toNanos()));
            // A message that came before the copy has found nothing to remove.
            if (ends.get() != asked.ends()) {
                near.copies().remove(place);
            }
        }
    }

    private Duration left(IdempotencyRecord record, Instant observedAt) {
        Instant resultUntil = record.resultUntil();
        Instant end =
                resultUntil == null || record.expiresAt().isBefore(resultUntil) ? record.expiresAt() : resultUntil;
        Duration left = Duration.between(observedAt, end);
        return left.compareTo(near.longest()) < 0 ? left : near.longest();
    }

    private void subscribe() {
        if (telling != null) {
            telling.subscribe(subscriber);
            // Whatever was asked before may have been deleted before anybody listened.
            ends.incrementAndGet();
        }
    }

    private void ended(StoreKey key) {
        ends.incrementAndGet();
        forget(key);
    }

    void forget(StoreKey key) {
        if (telling != null) {
            near.copies().remove(place(key));
        }
    }

    private NearPlace place(StoreKey key) {
        return new NearPlace(store, key);
    }
}
