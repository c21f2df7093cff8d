package io.github.idempotency.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable store that decides, and in front of it copies of what it has completed.
 *
 * <ol>
 *   <li>A claim looks at the copies first. A copy is a completed record that was read back from the store, and such a
 *       record never changes, but for the loss of its result, which the copy does not live to see: it answers a replay
 *       and a mismatch, and nothing else.
 *   <li>Everything else is the store's: the front never grants a claim, and losing it costs time.
 *   <li>A front that cannot be asked is not there. Only a deletion can be too late for it then: it may answer the deleted
 *       record until its copy has expired.
 * </ol>
 *
 * <p>Replays that the front answers are counted in its copy and not in the store, and go with it: a record's count is a
 * lower bound. A first execution costs the store one look more, to read back the record.
 * Thread-safe.
 *
 * <p>It is a {@link SequencedIdempotencyStore} where the store is one: frames are the store's alone.
 */
public sealed class TwoLevelIdempotencyStore
        implements RenewableIdempotencyStore,
                RecoverableIdempotencyStore,
                TransactionalIdempotencyStore,
                TotallingIdempotencyStore
        permits SequencedTwoLevelStore {

    private static final Logger log = LoggerFactory.getLogger(TwoLevelIdempotencyStore.class);

    private final RenewableIdempotencyStore leases;

    private final RecoverableIdempotencyStore truth;

    private final ResultFront front;

    private final AtomicBoolean frontDown = new AtomicBoolean();

    /** For {@link ResultFront#before}. */
    <S extends RenewableIdempotencyStore & RecoverableIdempotencyStore> TwoLevelIdempotencyStore(
            S truth, ResultFront front) {
        this.leases = truth;
        this.truth = truth;
        this.front = front;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        StoreKey key = request.key();
        Optional<IdempotencyRecord> copy = copy(() -> front.replay(key, request.fingerprint()));
        if (copy.isPresent()) {
            boolean same = copy.get().fingerprint().matches(request.fingerprint());
            return same ? new Claim.Completed(copy.get()) : new Claim.Mismatch(copy.get());
        }
        Claim claim = truth.claim(request);
        if (claim instanceof Claim.Completed completed) {
            tell(() -> front.put(key, completed.record()));
        }
        return claim;
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        Completion completion = truth.complete(key, token, result, retention);
        if (completion instanceof Completion.Stored) {
            stored(key);
        }
        return completion;
    }

    /** Stored it is: whatever fails from here on is no failure of the completion. */
    private void stored(StoreKey key) {
        tell(() -> truth.find(key)
                .filter(record -> record.state() == RecordState.COMPLETED)
                .ifPresent(record -> front.put(key, record)));
    }

    /** A transaction of the store; the front hears of what it has completed when that has been committed. */
    @Override
    public StoreTransaction begin() {
        if (truth instanceof TransactionalIdempotencyStore transactional) {
            return new FrontedTransaction(transactional.begin(), this::stored);
        }
        throw new IllegalStateException(
                truth.getClass().getSimpleName() + " keeps its records where no other writes commit with them");
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return truth.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return truth.markUnknown(key, token);
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return leases.renew(key, token, lease);
    }

    /** The store's record, with the replays that the front has counted. */
    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return truth.find(key)
                .map(record -> copy(() -> front.find(key))
                        .filter(copy -> copy.token() == record.token() && copy.replays() > record.replays())
                        .map(copy -> Records.replayed(record, Math.toIntExact(copy.replays() - record.replays())))
                        .orElse(record));
    }

    /** The store's: a copy is of a completed record. */
    @Override
    public IntentPage intents(@Nullable String after, int limit) {
        return truth.intents(after, limit);
    }

    /** The copy goes first: otherwise it could be answered after the deletion, or be brought back by a replay. */
    @Override
    public boolean delete(StoreKey key) {
        tell(() -> front.evict(key));
        return truth.delete(key);
    }

    /** The store's: the front forgets. */
    @Override
    public Optional<ClusterCounters> counters(String application) {
        return truth instanceof TotallingIdempotencyStore totalling
                ? totalling.counters(application)
                : Optional.empty();
    }

    private Optional<IdempotencyRecord> copy(Supplier<Optional<IdempotencyRecord>> question) {
        try {
            Optional<IdempotencyRecord> answer = question.get();
            up();
            return answer;
        } catch (UnreadableRecordException ex) {
            log.warn("A copy in front of the idempotency store is passed over: {}", ex.getMessage());
            return Optional.empty();
        } catch (RuntimeException ex) {
            down(ex);
            return Optional.empty();
        }
    }

    private void tell(Runnable message) {
        try {
            message.run();
            up();
        } catch (RuntimeException ex) {
            down(ex);
        }
    }

    private void up() {
        if (frontDown.compareAndSet(true, false)) {
            log.info("The copies in front of the idempotency store can be asked again");
        }
    }

    private void down(RuntimeException cause) {
        if (frontDown.compareAndSet(false, true)) {
            log.warn(
                    "The copies in front of the idempotency store cannot be asked: every call goes to the store",
                    cause);
        } else {
            log.debug("The copies in front of the idempotency store cannot be asked", cause);
        }
    }
}
