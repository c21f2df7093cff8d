package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Copies of completed records in this process, from which retries are answered without a look at the store.
 *
 * <ol>
 *   <li>A copy is of a record that the store has told in answer to a claim, result and all, as it is stored: sealed, where
 *       answers are sealed. So it is made of what is retried, and a first execution costs nothing more.
 *   <li>It is used no longer than the record and its result have left by the store's own clock, and never longer than a
 *       bound: both measured on this process's monotonic clock from before the store was asked. No two clocks are compared.
 *   <li>A record that is deleted is told by the store, and its copies are gone at once. Where that message is lost, they are
 *       gone when the bound is over.
 *   <li>Only the store grants a claim. What a copy answers is a replay and a mismatch.
 *   <li>Replays are counted here and told to the store about once a second: what has not been told when the process dies is
 *       not counted.
 * </ol>
 *
 * An answer that was streamed is read from the store, and no copy of its record is kept. Thread-safe.
 */
public final class NearRecords {

    /** Keeps none. */
    public static final NearRecords NONE = new NearRecords(new ConcurrentHashMap<>(), Duration.ZERO);

    private final ConcurrentMap<NearPlace, NearCopy> copies;

    private final Duration longest;

    private final LongSupplier nanos;

    private final NearCounts counts = new NearCounts();

    /**
     * @param copies where they are; may forget any of them at any time, and bounds how many bytes they take
     * @param longest how long a copy is used at most, which is how long a deletion may go unnoticed whose message is lost;
     *     zero to keep none
     */
    public NearRecords(ConcurrentMap<NearPlace, NearCopy> copies, Duration longest) {
        this(copies, longest, System::nanoTime);
    }

    NearRecords(ConcurrentMap<NearPlace, NearCopy> copies, Duration longest, LongSupplier nanos) {
        this.copies = copies;
        this.longest = longest;
        this.nanos = nanos;
    }

    /** Tells the stores of replays that they have not been told of yet, now. */
    public void flush() {
        counts.flush();
    }

    /** Tells the stores of replays from here on, after a {@link #stop}; it need not be called before the first. */
    public void start() {
        counts.start();
    }

    /**
     * Tells the stores of replays that they have not been told of yet, for the last time: stores may be closed after it.
     * What they cannot be told is lost, and said in the log.
     */
    public void stop() {
        counts.stop();
    }

    ConcurrentMap<NearPlace, NearCopy> copies() {
        return copies;
    }

    boolean isKeeping() {
        return longest.compareTo(Duration.ZERO) > 0;
    }

    Duration longest() {
        return longest;
    }

    long now() {
        return nanos.getAsLong();
    }

    NearCounts counts() {
        return counts;
    }
}
