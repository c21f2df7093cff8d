package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * An answer that is given bit by bit, on its way into the store. Frames are taken without waiting for the store, and
 * brought in batches on other threads; who ends the answer brings what is left, and only then ends the execution. The
 * claim is kept until then. Thread-safe.
 *
 * <p>Once more has been appended than is kept, or the claim is lost, nothing more is recorded: the answer goes on, and is
 * not retained. Nor is anything of an answer that has to be gone before its key.
 */
public final class FrameRecorder {

    private final Execution execution;

    private final StoredAnswers answers;

    private final Sequences sequences;

    /** Held while the store is told: batches must not overtake each other. */
    private final Lock bringing = new ReentrantLock();

    private final AtomicBoolean soon = new AtomicBoolean();

    /** Frames that the store has not taken yet; guards itself and the two fields below. */
    private final List<byte[]> pending = new ArrayList<>();

    private long size;

    private boolean broken;

    private int stored;

    FrameRecorder(Execution execution, StoredAnswers answers, Sequences sequences) {
        this.execution = execution;
        // What expires before its record is kept where it can; frames are not.
        this.broken = execution.policy().resultTtl() != null;
        this.answers = answers;
        this.sequences = sequences;
    }

    /** What the frames are known by. */
    public RecordedFrames frames() {
        return answers.frames(execution.context().fencingToken());
    }

    /**
     * Takes the next frame; does not wait for the store.
     *
     * @param frame not copied
     * @return false if nothing is recorded any more
     */
    public boolean append(byte[] frame) {
        synchronized (pending) {
            size += frame.length;
            if (size > execution.policy().maxResultSize()) {
                drop();
            }
            if (broken) {
                return false;
            }
            pending.add(frame);
        }
        bringIn(0);
        return true;
    }

    /**
     * Stores the answer as complete: the frames that are left, then the result. While the store cannot be told, this is
     * made up for in the background and the claim is kept.
     *
     * @param result the result's bytes, given how many frames there are
     * @return empty if this is the authoritative answer, or will be; otherwise the one that is
     * @throws IdempotencyException if the claim was lost and there is no authoritative answer yet
     */
    public Optional<Replay> complete(Outcome outcome, IntFunction<byte[]> result) {
        return complete(outcome, result, Sequences.SOON_MILLIS);
    }

    private Optional<Replay> complete(Outcome outcome, IntFunction<byte[]> result, long patienceMillis) {
        bringing.lock();
        try {
            bring(true);
        } catch (RuntimeException ex) {
            answers.framesDue(ex);
            execution.context().costs().charging().landsLater();
            sequences.later(() -> completeLate(outcome, result, Sequences.longer(patienceMillis)), patienceMillis);
            return Optional.empty();
        } finally {
            bringing.unlock();
        }
        return execution.complete(isBroken() ? Result.notRetained(outcome) : new Result(outcome, result.apply(stored)));
    }

    private void completeLate(Outcome outcome, IntFunction<byte[]> result, long patienceMillis) {
        try {
            complete(outcome, result, patienceMillis);
        } catch (IdempotencyException ex) {
            answers.tooLate(ex);
        }
    }

    /** Records nothing more: the answer goes on, and is not retained. */
    void giveUp() {
        synchronized (pending) {
            drop();
        }
    }

    /** Ends an answer that was broken off: see {@link Execution#fail()}. */
    public void fail() {
        giveUp();
        execution.fail();
    }

    /** Ends an answer that is known to have had no effect: see {@link Execution#release()}. */
    public void release() {
        giveUp();
        execution.release();
    }

    private void bringIn(long millis) {
        if (soon.compareAndSet(false, true)) {
            sequences.later(() -> bringNow(millis), millis);
        }
    }

    private void bringNow(long waitedMillis) {
        bringing.lock();
        try {
            soon.set(false);
            bring(false);
        } catch (RuntimeException ex) {
            answers.framesDue(ex);
            bringIn(Sequences.longer(waitedMillis));
        } finally {
            bringing.unlock();
        }
    }

    /** @param last whether to tell the store even if there is nothing left, so that it keeps the sequence long enough */
    private void bring(boolean last) {
        List<byte[]> batch;
        synchronized (pending) {
            if (broken || pending.isEmpty() && !last) {
                return;
            }
            batch = List.copyOf(pending);
        }
        long token = execution.context().fencingToken();
        boolean appended = answers.sealedFrames(token, stored, batch)
                .map(kept -> sequences.append(execution.context().storeKey(), token, stored, kept))
                .orElse(false);
        synchronized (pending) {
            if (appended && !broken) {
                pending.subList(0, batch.size()).clear();
            } else {
                drop();
            }
        }
        stored += batch.size();
    }

    private boolean isBroken() {
        synchronized (pending) {
            return broken;
        }
    }

    private void drop() {
        broken = true;
        pending.clear();
    }
}
