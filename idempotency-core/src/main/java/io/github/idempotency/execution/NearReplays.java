package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.store.AwaitableIdempotencyStore;
import io.github.idempotency.store.AwaitableIdempotencyStore.Subscriber;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/** The copies of one store's records. There are none of a store that cannot count replays, or is in this process itself. */
final class NearReplays {

    private static final Logger log = LoggerFactory.getLogger(NearReplays.class);

    private final IdempotencyStore store;

    private final NearRecords near;

    private final @Nullable AwaitableIdempotencyStore telling;

    private final AtomicBoolean subscribing = new AtomicBoolean();

    private final Subscriber subscriber = (key, completed) -> ended(key);

    /** How many messages there have been: what is read across one may be of a record that has been deleted. */
    private final AtomicLong ends = new AtomicLong();

    private volatile boolean listening;

    NearReplays(IdempotencyStore store, NearRecords near) {
        this.store = store;
        this.near = near;
        this.telling = near.isKeeping()
                        && store instanceof AwaitableIdempotencyStore awaitable
                        && !(store instanceof InMemoryIdempotencyStore)
                ? awaitable
                : null;
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
                || !isListening()) {
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

    /** The first record that could be kept is not, because it may have been deleted while nobody listened. */
    private boolean isListening() {
        if (!listening && telling != null && subscribing.compareAndSet(false, true)) {
            try {
                telling.subscribe(subscriber);
            } catch (RuntimeException ex) {
                log.warn(
                        "Deletions of records are not listened for: a deleted one may be replayed for {}",
                        near.longest(),
                        ex);
            }
            listening = true;
            return false;
        }
        return listening;
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
