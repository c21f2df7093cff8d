package io.github.idempotency.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.github.idempotency.benchmark.Guard.Kind;
import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Figures;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;

/** Where contenders stand beside the hand-written filter and beside the best peer that replays. */
record Standing(Comparison comparison) {

    private static final double BESIDE_PEERS = 1.2;

    void judge(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        addRows(rows, Guard.claiming(), Guard::first);
        addRows(rows, Guard.replaying(), Guard::replay);
        findings.sheets()
                .add(new Sheet(
                        "Requests a second, beside the filter and the best peer",
                        "Of the rounds above; the best of first executions is %s, of replays %s."
                                .formatted(
                                        best(Guard::first).contender(),
                                        best(Guard::replay).contender()),
                        List.of("", "÷ hand-written filter", "÷ best replaying peer"),
                        rows));
        findings.goals()
                .addAll(List.of(
                        Goal.atLeast(
                                "first ÷ hand-written filter", 0.95, over(Guard.REDIS.first(), Guard.FILTER.first())),
                        Goal.atLeast(
                                "replay from Redis ÷ not guarded", 1, over(Guard.REDIS.replay(), Guard.NOBODY.title)),
                        Goal.atLeast(
                                "replay from the near cache ÷ not guarded",
                                1.3,
                                over(Guard.NEAR.replay(), Guard.NOBODY.title)),
                        besidePeers("first", Guard::first),
                        besidePeers("replay from Redis", Guard::replay)));
    }

    private Goal besidePeers(String what, Function<Guard, String> phase) {
        Figures best = best(phase);
        return Goal.atLeast(
                "%s ÷ best replaying peer (%s)".formatted(what, best.contender()),
                BESIDE_PEERS,
                figures(phase.apply(Guard.REDIS)).over(best));
    }

    private void addRows(List<List<String>> rows, List<Guard> guards, Function<Guard, String> phase) {
        for (Guard guard : guards) {
            Figures figures = figures(phase.apply(guard));
            rows.add(List.of(
                    figures.contender(),
                    figures.over(figures(phase.apply(Guard.FILTER))).format("%.2f"),
                    figures.over(best(phase)).format("%.2f")));
        }
    }

    private Figures best(Function<Guard, String> phase) {
        return Guard.replaying().stream()
                .filter(guard -> guard.kind == Kind.PEER)
                .map(guard -> figures(phase.apply(guard)))
                .max(Comparator.comparingDouble(figures -> figures.spread().median()))
                .orElseThrow();
    }

    private Spread over(String contender, String other) {
        return figures(contender).over(figures(other));
    }

    private Figures figures(String contender) {
        return comparison.contenders().stream()
                .filter(figures -> figures.contender().equals(contender))
                .findFirst()
                .orElseThrow();
    }
}
