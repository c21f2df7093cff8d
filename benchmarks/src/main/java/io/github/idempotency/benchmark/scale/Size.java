package io.github.idempotency.benchmark.scale;

import java.time.Duration;

/**
 * How much of each there is.
 *
 * @param rounds that are counted
 * @param inFlight calls in flight at once
 * @param lease of such a call; it is renewed three times as often
 * @param watched how long calls are watched in flight
 * @param waiters of one call
 * @param streams attached to one call
 * @param work how long a call takes that others wait for
 * @param load how long a round of a throughput lasts
 * @param records that few are compared with
 * @param atMost how long filling a server may take
 */
record Size(
        int rounds,
        int inFlight,
        Duration lease,
        Duration watched,
        int waiters,
        int streams,
        Duration work,
        Duration load,
        int records,
        Duration atMost) {

    static final Size FULL = new Size(
            5,
            10_000,
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            200,
            50,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            1_000_000,
            Duration.ofMinutes(5));

    static final Size SHORT = new Size(
            1,
            500,
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            20,
            5,
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            5_000,
            Duration.ofSeconds(20));

    /** One round that is not counted, unless nobody cares for the figures. */
    int warmUps() {
        return Math.min(1, rounds - 1);
    }

    /** Of what is brief and differs from round to round by more than it is asked for. */
    int manyRounds() {
        return rounds == 1 ? 1 : 3 * rounds;
    }

    /** As many keys as a comparison of few with many has on the side of the few. */
    int few() {
        return Math.min(1_000, records / 10);
    }
}
