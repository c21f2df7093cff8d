package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.FollowableIdempotencyStore.Following;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/**
 * Reads one answer for everybody who reads it on this node: what there is, then what comes. It is told by the store, and
 * looks for itself now and then, when the lease ends and where it was told of frames that do not follow its own. How many
 * readers it has, and how slow they are, costs the store nothing.
 */
final class Follower {

    private static final Logger log = LoggerFactory.getLogger(Follower.class);

    private static final int PAGE = 256;

    /** Some three seconds of them, which is longer than a connection takes to be made again. */
    private static final int FAILED_LOOKS = 5;

    private final Sequences sequences;

    private final StoredAnswers answers;

    private final StoreKey key;

    private final long token;

    private final FollowedFrames frames;

    private final List<FrameCursor> cursors = new CopyOnWriteArrayList<>();

    private final AtomicBoolean started = new AtomicBoolean();

    private final AtomicInteger looksDue = new AtomicInteger();

    /** This and what follows belongs to the thread that looks. */
    private @Nullable Following following;

    private @Nullable ScheduledFuture<?> nextLook;

    private int failures;

    private volatile boolean looked;

    Follower(Sequences sequences, StoredAnswers answers, StoreKey key, long token) {
        this.sequences = sequences;
        this.answers = answers;
        this.key = key;
        this.token = token;
        this.frames = new FollowedFrames(answers, token);
    }

    boolean follows(long other) {
        return token == other;
    }

    FollowedFrames frames() {
        return frames;
    }

    boolean isCaughtUp(int position) {
        return looked && position >= frames.size();
    }

    FrameCursor add(int from, Runnable onChange) {
        FrameCursor cursor = new FrameCursor(this, from, onChange);
        cursors.add(cursor);
        return cursor;
    }

    void remove(FrameCursor cursor) {
        sequences.close(key, this, () -> {
            cursors.remove(cursor);
            return cursors.isEmpty();
        });
        if (cursors.isEmpty()) {
            look();
        }
    }

    void start() {
        if (started.compareAndSet(false, true)) {
            look();
        }
    }

    /** What the store tells. */
    void appended(long appendedTo, int first, List<byte[]> told) {
        if (appendedTo == token) {
            if (frames.take(first, told)) {
                changed();
            } else {
                look();
            }
        }
    }

    ScheduledFuture<?> later(Runnable action, long millis) {
        return sequences.later(action, millis);
    }

    /** Has the store looked at soon, on a thread of the sequences'; several calls may become one look. */
    void look() {
        if (looksDue.getAndIncrement() == 0) {
            sequences.later(this::lookWhileDue, 0);
        }
    }

    private void lookWhileDue() {
        int seen;
        do {
            seen = looksDue.get();
            if (nextLook != null) {
                nextLook.cancel(false);
            }
            if (cursors.isEmpty() || frames.haveEnded()) {
                unfollow();
            } else {
                nextLook = sequences.later(this::look, lookNow());
            }
        } while (looksDue.addAndGet(-seen) != 0);
    }

    private void unfollow() {
        if (following != null) {
            following.close();
            following = null;
        }
    }

    /** @return after how many milliseconds to look again, unless told before */
    private long lookNow() {
        long patience = Sequences.SOON_MILLIS;
        try {
            if (following == null) {
                following = sequences.follow(key, this);
            }
            patience = read();
            failures = 0;
            looked = true;
        } catch (IdempotencyException ex) {
            frames.breakOff(ex);
        } catch (RuntimeException ex) {
            log.debug("The frames of {} cannot be read", key, ex);
            failures++;
            patience = Sequences.SOON_MILLIS << failures;
            if (failures == FAILED_LOOKS) {
                log.warn("The frames of {} could not be read, and whoever reads them is told so", key, ex);
                frames.breakOff(Refusals.storeUnavailable(ex));
            }
        }
        changed();
        return frames.haveEnded() ? 0 : patience;
    }

    private long read() {
        while (true) {
            int from = frames.size();
            Optional<FramePage> page = sequences.page(key, from, PAGE);
            if (page.isEmpty() || page.get().record().token() != token) {
                throw Refusals.brokenOff();
            }
            frames.take(from, page.get().frames());
            if (page.get().frames().size() < PAGE) {
                return judge(page.get().record(), page.get().observedAt());
            }
            changed();
        }
    }

    private long judge(IdempotencyRecord record, Instant now) {
        return switch (record.state()) {
            case COMPLETED -> {
                frames.complete(Replay.of(record, answers));
                yield 0;
            }
            case RELEASED -> throw Refusals.brokenOff();
            case UNKNOWN -> throw Refusals.outcomeUnknown();
            case IN_PROGRESS -> {
                Instant leaseUntil = Objects.requireNonNull(record.leaseUntil());
                if (!now.isBefore(leaseUntil)) {
                    throw record.effect() == Effect.REPEATABLE ? Refusals.brokenOff() : Refusals.outcomeUnknown();
                }
                yield Math.min(Duration.between(now, leaseUntil).toMillis() + 1, sequences.pollMillis());
            }
        };
    }

    private void changed() {
        cursors.forEach(FrameCursor::changed);
    }
}
