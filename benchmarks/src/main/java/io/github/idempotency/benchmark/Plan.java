package io.github.idempotency.benchmark;

import java.time.Duration;
import java.util.List;

import io.github.idempotency.benchmark.report.Figures;
import io.github.idempotency.benchmark.report.Rounds;
import io.github.idempotency.benchmark.report.Rounds.Round;

/**
 * How often contenders are measured, and for how long.
 *
 * @param warmUps rounds that are not counted
 * @param rounds rounds that are
 * @param requests how many answers a round of a latency takes the median of
 * @param load how long a round of a throughput lasts; one by HTTP lasts a second at least
 * @param keys how many keys are called by many at once
 */
record Plan(int warmUps, int rounds, int requests, Duration load, int keys) {

    static final Plan FULL = new Plan(2, 5, 200, Duration.ofSeconds(2), 1_500);

    static final Plan SHORT = new Plan(0, 1, 10, Duration.ofMillis(200), 24);

    /** A shorter latency needs more answers than one that takes its time. */
    Plan requests(int fewer) {
        return new Plan(warmUps, rounds, Math.min(requests, fewer), load, keys);
    }

    List<Figures> alternate(List<Contender> contenders) throws Exception {
        Rounds turns = new Rounds();
        contenders.forEach(contender -> turns.with(contender.name(), contender.round()));
        return turns.alternate(warmUps, rounds);
    }

    /** One way to answer the same request. */
    record Contender(String name, Round round) {}
}
