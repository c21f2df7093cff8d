package io.github.idempotency.benchmark.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a run has found so far. */
public record Findings(List<Comparison> comparisons, List<Sheet> sheets, List<Goal> goals) {

    public Findings() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Writes them, and the verdicts on the goals behind them. */
    public void write(Results results) throws IOException {
        List<Sheet> all = new ArrayList<>(sheets);
        all.add(Goal.sheet(goals));
        results.write(comparisons, all);
    }
}
