package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.FollowableIdempotencyStore;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** A store whose records are right, and whose frames are in every respect but one. */
final class FaultySequences implements FollowableIdempotencyStore, RenewableIdempotencyStore {

    private record Sequence(long token, List<byte[]> frames, Instant keptUntil) {}

    private final InMemoryIdempotencyStore records;

    /** Whoever holds its monitor reads and writes at once. */
    private final Map<StoreKey, Sequence> sequences = new HashMap<>();

    private final Map<StoreKey, IdempotencyRecord> remembered = new HashMap<>();

    private final FaultyFollowers followers;

    private final SequenceFault fault;

    private final Clock clock;

    private final Thread testThread = Thread.currentThread();

    /** What comes before what: makes certain what would only be likely. */
    private final CountDownLatch twoHaveRead = new CountDownLatch(2);

    private final CountDownLatch lateOwnerWasRead = new CountDownLatch(1);

    private final CountDownLatch newOwnerHasAppended = new CountDownLatch(1);

    private final CountDownLatch framesWereRead = new CountDownLatch(1);

    private final CountDownLatch completed = new CountDownLatch(1);

    FaultySequences(SequenceFault fault, Clock clock) {
        this.fault = fault;
        this.clock = clock;
        this.records = new InMemoryIdempotencyStore(clock);
        this.followers = new FaultyFollowers(fault);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        if (races(SequenceFault.OWNER_IS_READ_BEFORE)) {
            await(lateOwnerWasRead);
        }
        return records.claim(request);
    }

    @Override
    public boolean append(StoreKey key, long token, int first, List<byte[]> frames) {
        if (races(SequenceFault.OWNER_IS_READ_BEFORE)) {
            return appendOfOwnerReadBefore(key, token, first, frames);
        }
        if (races(SequenceFault.APPEND_READS_THEN_WRITES)) {
            List<byte[]> before = own(key, token);
            twoHaveRead.countDown();
            await(twoHaveRead);
            synchronized (sequences) {
                return write(key, token, own(key, token), frames.subList(Math.min(before.size() - first, 2), 2));
            }
        }
        if (races(SequenceFault.FRAMES_ARE_READ_BEFORE)) {
            await(framesWereRead);
        }
        boolean appended;
        synchronized (sequences) {
            appended = appendNow(key, token, first, frames);
        }
        if (appended || is(SequenceFault.REFUSED_IS_TOLD)) {
            followers.tell(key, token, first, frames);
        }
        return appended;
    }

    private boolean appendOfOwnerReadBefore(StoreKey key, long token, int first, List<byte[]> frames) {
        IdempotencyRecord owner = records.find(key).orElseThrow();
        boolean late = owner.token() == token && !clock.instant().isBefore(Objects.requireNonNull(owner.leaseUntil()));
        if (!late) {
            synchronized (sequences) {
                boolean appended = appendNow(key, token, first, frames);
                newOwnerHasAppended.countDown();
                return appended;
            }
        }
        lateOwnerWasRead.countDown();
        await(newOwnerHasAppended);
        synchronized (sequences) {
            Sequence current = sequences.get(key);
            return current == null || write(key, current.token(), current.frames(), frames);
        }
    }

    private boolean appendNow(StoreKey key, long token, int first, List<byte[]> frames) {
        IdempotencyRecord record = records.find(key).orElse(null);
        if (!owns(record, token) || is(SequenceFault.NOTHING_IS_REFUSED) && frames.isEmpty()) {
            return record == null && is(SequenceFault.APPENDS_WITHOUT_RECORD);
        }
        List<byte[]> before = own(key, token);
        boolean again = first < before.size();
        if (first > before.size() && !is(SequenceFault.GAPS_ARE_CLOSED)
                || again && is(SequenceFault.MADE_AGAIN_IS_REFUSED)) {
            return false;
        }
        int present = Math.max(0, Math.min(before.size() - first, frames.size()));
        List<byte[]> added =
                new ArrayList<>(frames.subList(is(SequenceFault.MADE_AGAIN_IS_ADDED) ? 0 : present, frames.size()));
        if (again && is(SequenceFault.MADE_AGAIN_IS_PASSED_OVER)) {
            added.clear();
        }
        if (is(SequenceFault.BATCH_IS_REVERSED)) {
            Collections.reverse(added);
        }
        if (is(SequenceFault.FRAMES_ARE_TEXT)) {
            added.replaceAll(frame -> new String(frame, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        }
        return write(key, token, before, added);
    }

    private boolean owns(@Nullable IdempotencyRecord record, long token) {
        return record != null
                && (record.token() == token || is(SequenceFault.ANY_TOKEN_APPENDS))
                && (record.state() == RecordState.IN_PROGRESS || is(SequenceFault.SETTLED_CLAIM_APPENDS));
    }

    private boolean write(StoreKey key, long token, List<byte[]> before, List<byte[]> added) {
        synchronized (sequences) {
            IdempotencyRecord record = records.find(key).orElseThrow();
            List<byte[]> after = new ArrayList<>(before);
            after.addAll(added);
            boolean shortly = is(SequenceFault.KEPT_AS_LONG_AS_THE_LEASE) && record.leaseUntil() != null;
            sequences.put(key, new Sequence(token, after, shortly ? record.leaseUntil() : record.expiresAt()));
            return true;
        }
    }

    /** The frames that the claim has. */
    private List<byte[]> own(StoreKey key, long token) {
        synchronized (sequences) {
            Sequence found = sequences.get(key);
            boolean anyone = is(SequenceFault.ONE_SEQUENCE_FOR_ALL_CLAIMS) || is(SequenceFault.ANY_TOKEN_APPENDS);
            boolean timed =
                    is(SequenceFault.KEPT_AS_LONG_AS_THE_LEASE) || is(SequenceFault.KEPT_AS_LONG_AS_THE_RECORD_WAS);
            return found == null
                            || found.token() != token && !anyone
                            || timed && !clock.instant().isBefore(found.keptUntil())
                    ? List.of()
                    : found.frames();
        }
    }

    @Override
    public Optional<FramePage> frames(StoreKey key, int from, int limit) {
        if (races(SequenceFault.FRAMES_ARE_READ_BEFORE)) {
            List<byte[]> before = own(key, records.find(key).orElseThrow().token());
            framesWereRead.countDown();
            await(completed);
            return records.find(key).map(record -> new FramePage(record, before, clock.instant()));
        }
        synchronized (sequences) {
            Optional<IdempotencyRecord> record = records.find(key);
            record.ifPresent(found -> remembered.put(key, found));
            if (is(SequenceFault.KEPT_WITHOUT_RECORD) && record.isEmpty()) {
                record = Optional.ofNullable(remembered.get(key));
            }
            return record.map(found -> page(key, found, from, limit));
        }
    }

    private FramePage page(StoreKey key, IdempotencyRecord record, int from, int limit) {
        if (is(SequenceFault.READING_COUNTS_REPLAY)) {
            records.countReplays(key, record.token(), 1);
        }
        List<byte[]> frames = own(key, record.token()).stream()
                .skip(is(SequenceFault.PAGE_BEGINS_AT_THE_START) ? 0 : from)
                .limit(is(SequenceFault.PAGE_HAS_NO_END) ? Integer.MAX_VALUE : limit)
                .toList();
        Instant now = is(SequenceFault.PAGE_HAS_ANOTHER_CLOCK) ? Instant.EPOCH : clock.instant();
        return new FramePage(records.find(key).orElse(record), frames, now);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        synchronized (sequences) {
            // Whoever keeps what is forgotten has to have seen it.
            records.find(key).ifPresent(found -> remembered.put(key, found));
            if (is(SequenceFault.COMPLETION_DROPS_FRAMES)) {
                sequences.remove(key);
            }
            Completion completion = records.complete(key, token, result, retention);
            completed.countDown();
            return completion;
        }
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return records.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return records.markUnknown(key, token);
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return records.renew(key, token, lease);
    }

    @Override
    public void subscribe(Subscriber subscriber) {
        records.subscribe(subscriber);
    }

    @Override
    public void countReplays(StoreKey key, long token, int replays) {
        records.countReplays(key, token, replays);
    }

    @Override
    public Following follow(StoreKey key, FrameSubscriber subscriber) {
        return followers.follow(key, subscriber);
    }

    private boolean is(SequenceFault other) {
        return fault == other;
    }

    /** Not on the test's own thread, which prepares and inspects and has nobody to race with. */
    private boolean races(SequenceFault other) {
        return is(other) && Thread.currentThread() != testThread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
