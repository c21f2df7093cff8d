package io.github.idempotency.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.github.idempotency.benchmark.report.Figures;

/**
 * How often contenders are measured, and for how long.
 *
 * @param warmUps rounds that are not counted
 * @param rounds rounds that are
 * @param requests how many answers a round of a latency takes the median of
 * @param load how long a round of a throughput lasts
 */
record Plan(int warmUps, int rounds, int requests, Duration load) {

    static final Plan FULL = new Plan(2, 7, 400, Duration.ofSeconds(4));

    static final Plan SHORT = new Plan(0, 2, 10, Duration.ofSeconds(1));

    /** A shorter latency needs more answers than one that takes its time. */
    Plan requests(int fewer) {
        return new Plan(warmUps, rounds, Math.min(requests, fewer), load);
    }

    /** Every other round goes backwards: what drifts through a round favours nobody. */
    List<Figures> alternate(List<Contender> contenders) throws Exception {
        List<Figures> figures = contenders.stream()
                .map(contender -> new Figures(contender.name(), new ArrayList<>()))
                .toList();
        List<Integer> forwards = IntStream.range(0, contenders.size()).boxed().toList();
        List<Integer> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);
        for (int round = -warmUps; round < rounds; round++) {
            for (int next : round % 2 == 0 ? forwards : backwards) {
                double figure = contenders.get(next).round().measure();
                if (round >= 0) {
                    figures.get(next).byRound().add(figure);
                }
            }
        }
        return figures;
    }

    /** One way to answer the same request. */
    record Contender(String name, Round round) {}

    /** One round of one contender. */
    interface Round {

        double measure() throws Exception;
    }
}
