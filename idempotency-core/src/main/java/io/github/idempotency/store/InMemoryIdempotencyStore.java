package io.github.idempotency.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The reference store: what the contract means, in one class. One owner at a time within this JVM; nothing survives it.
 * It has no thread of its own: what has expired goes with the first claim of a minute.
 * For development and tests. Thread-safe; each verb is one atomic step on its map entry.
 */
public final class InMemoryIdempotencyStore
        implements RenewableIdempotencyStore,
                RecoverableIdempotencyStore,
                FollowableIdempotencyStore,
                TotallingIdempotencyStore {

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    private final Map<StoreKey, IdempotencyRecord> records = new ConcurrentHashMap<>();

    private final InMemorySequences sequences = new InMemorySequences();

    private final Map<String, ClusterCounters> counters = new ConcurrentHashMap<>();

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    private final AtomicLong lastToken = new AtomicLong();

    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    private final Clock clock;

    public InMemoryIdempotencyStore() {
        this(Clock.systemUTC());
    }

    /** A store whose time is the given clock's. */
    public InMemoryIdempotencyStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        sweep();
        AtomicReference<@Nullable Claim> claim = new AtomicReference<>();
        records.compute(request.key(), (key, found) -> {
            Instant now = now();
            ClaimStep step = ClaimStep.of(request, live(found, now), this::nextToken, now);
            claim.set(step.claim());
            return step.record();
        });
        return Objects.requireNonNull(claim.get());
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        AtomicReference<@Nullable Completion> completion = new AtomicReference<>();
        records.compute(key, (k, found) -> {
            Instant now = now();
            IdempotencyRecord current = live(found, now);
            if (current == null || !Records.ownedBy(current, token)) {
                completion.set(new Completion.Lost(current));
                return current;
            }
            IdempotencyRecord completed = Records.completed(current, result, retention, now);
            completion.set(new Completion.Stored(completed.expiresAt()));
            return completed;
        });
        Completion done = Objects.requireNonNull(completion.get());
        if (done instanceof Completion.Stored) {
            tell(key, records.get(key));
        }
        return done;
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return end(key, token, RecordState.RELEASED);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return end(key, token, RecordState.UNKNOWN);
    }

    private boolean end(StoreKey key, long token, RecordState state) {
        boolean ended = change(key, token, (current, now) -> Records.settled(current, state, now));
        if (ended) {
            tell(key, null);
        }
        return ended;
    }

    private void tell(StoreKey key, @Nullable IdempotencyRecord completed) {
        subscribers.forEach(subscriber -> subscriber.ended(key, completed));
    }

    @Override
    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    @Override
    public boolean append(StoreKey key, long token, int first, List<byte[]> frames) {
        AtomicBoolean appended = new AtomicBoolean();
        change(key, token, (current, now) -> {
            appended.set(sequences.append(key, token, first, frames));
            return current;
        });
        return appended.get();
    }

    @Override
    public Optional<FramePage> frames(StoreKey key, int from, int limit) {
        AtomicReference<@Nullable FramePage> page = new AtomicReference<>();
        records.computeIfPresent(key, (k, found) -> {
            Instant now = now();
            if (live(found, now) != null) {
                page.set(new FramePage(found, sequences.frames(key, found.token(), from, limit), now));
            }
            return found;
        });
        return Optional.ofNullable(page.get());
    }

    @Override
    public Following follow(StoreKey key, FrameSubscriber subscriber) {
        return sequences.follow(key, subscriber);
    }

    @Override
    public void countReplays(StoreKey key, long token, int replays) {
        records.computeIfPresent(
                key,
                (k, found) -> found.state() == RecordState.COMPLETED && found.token() == token
                        ? Records.replayed(found, replays)
                        : found);
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return change(key, token, (current, now) -> Records.renewed(current, now.plus(lease)));
    }

    private boolean change(StoreKey key, long token, Change change) {
        AtomicBoolean changed = new AtomicBoolean();
        records.compute(key, (k, found) -> {
            Instant now = now();
            IdempotencyRecord current = live(found, now);
            if (current == null || !Records.ownedBy(current, token)) {
                return current;
            }
            changed.set(true);
            return change.apply(current, now);
        });
        return changed.get();
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return Optional.ofNullable(live(records.get(key), now()));
    }

    @Override
    public IntentPage intents(@Nullable String after, int limit) {
        return Records.intents(records, after, limit, now());
    }

    @Override
    public boolean delete(StoreKey key) {
        AtomicBoolean deleted = new AtomicBoolean();
        records.compute(key, (k, found) -> {
            Instant now = now();
            IdempotencyRecord current = live(found, now);
            if (current == null || Records.liveClaim(current, now)) {
                return current;
            }
            deleted.set(true);
            sequences.forget(key);
            return null;
        });
        if (deleted.get()) {
            tell(key, null);
        }
        return deleted.get();
    }

    /**
     * Forgets every record, for tests that share a store. An execution that runs meanwhile has lost its claim; tokens go
     * on growing.
     */
    public void clear() {
        records.clear();
        sequences.clear();
    }

    @Override
    public Optional<ClusterCounters> counters(String application) {
        return Optional.of(counters.computeIfAbsent(application, name -> new InMemoryCounters(clock)));
    }

    private static @Nullable IdempotencyRecord live(@Nullable IdempotencyRecord found, Instant now) {
        return found != null && now.isBefore(found.expiresAt()) ? Records.withoutExpiredResult(found, now) : null;
    }

    /** Microseconds of the clock, or one more than the last token when the clock has not moved on. */
    private long nextToken() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return lastToken.accumulateAndGet(micros, (last, now) -> Math.max(last + 1, now));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void sweep() {
        Instant now = now();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plus(SWEEP_INTERVAL))) {
            records.values().removeIf(found -> live(found, now) == null);
            records.replaceAll((key, found) -> Records.withoutExpiredResult(found, now));
            sequences.retain(records::containsKey);
        }
    }

    private interface Change {

        IdempotencyRecord apply(IdempotencyRecord current, Instant now);
    }
}
