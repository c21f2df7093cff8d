package io.github.idempotency.torture;

/**
 * One step of a client, an application process or the torture itself. Times are {@link System#nanoTime()}, which is one
 * clock for all processes of a machine ({@code CLOCK_MONOTONIC}); {@link ApplicationProcess} checks that it is.
 *
 * @param from when the step was begun
 * @param at when it was over
 * @param who took it: {@code client}, {@code torture}, or a process by name and generation
 * @param key the record, as the store calls it; {@code -} for none
 * @param token the fencing token; 0 for none
 * @param detail the receipt, the refusal's code, or whatever a reader should know
 */
record HistoryEntry(long from, long at, String who, Kind kind, String key, long token, String detail) {

    enum Kind {
        /** A client sent a request; {@code detail} is the work. */
        INVOKED,
        /** It was answered by an execution. */
        ANSWERED,
        /** It was answered by a replay. */
        REPLAYED,
        /** It was refused, or its work failed. */
        REFUSED,
        /** It was not answered: nobody knows. */
        UNANSWERED,
        /** After all faults a client was neither answered nor told that the outcome is unknown. */
        UNSETTLED,

        /** A process listens; {@code detail} is its port. */
        READY,
        /** The store granted a claim. */
        CLAIMED,
        BEGUN,
        EFFECT,
        FINISHED,
        /** The store took a result. */
        STORED,
        /** The store had taken it before, unheard. */
        FOUND_STORED,
        /** The store refused a result. */
        LOST,
        /** The store could not be told a result. */
        UNTOLD,
        /** A claim was given up, or at least the store was asked to. */
        RELEASED,

        /** A row of joined work that the database has in the end. */
        COMMITTED,

        /** A process was killed. */
        DIED,
        FAULT
    }

    static HistoryEntry now(long from, String who, Kind kind, String key, long token, String detail) {
        return new HistoryEntry(from, System.nanoTime(), who, kind, key, token, detail);
    }

    String line() {
        return String.join("\t", "" + from, "" + at, who, kind.name(), key, "" + token, detail);
    }

    static HistoryEntry of(String line) {
        String[] parts = line.split("\t", 7);
        return new HistoryEntry(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                parts[2],
                Kind.valueOf(parts[3]),
                parts[4],
                Long.parseLong(parts[5]),
                parts[6]);
    }
}
