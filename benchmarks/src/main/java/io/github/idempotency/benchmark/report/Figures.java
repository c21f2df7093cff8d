package io.github.idempotency.benchmark.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one contender measured.
 *
 * @param contender its name
 * @param byRound a figure of each round
 */
public record Figures(String contender, List<Double> byRound) {

    /** Of the figures themselves. */
    public Spread spread() {
        return Spread.of(byRound);
    }

    /** Round by round: what a round does to both of them is not in it. */
    public Spread over(Figures other) {
        return Spread.of(IntStream.range(0, byRound.size())
                .mapToObj(round -> byRound.get(round) / other.byRound.get(round))
                .toList());
    }
}
