package io.github.idempotency.console;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.RunningExecution;
import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallHistory;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.observation.Totals;

/** What becomes of guarded calls, on this node or on all. Changes nothing. Thread-safe. */
public final class ConsoleCalls {

    static final int ROWS = 20;

    private final IdempotencyTotals node;

    private final ClusterTotals cluster;

    private final LeaseKeeper keeper;

    public ConsoleCalls(IdempotencyTotals node, ClusterTotals cluster, LeaseKeeper keeper) {
        this.node = node;
        this.cluster = cluster;
        this.keeper = keeper;
    }

    /**
     * @param ofCluster whether all nodes are asked for; this one is told of if the store cannot tell
     * @param scope whose minutes; empty for all
     * @param text what the names of the scopes that are listed contain
     * @param from how many scopes are left out before the first one that is listed
     */
    CallsPicture picture(boolean ofCluster, Optional<String> scope, String text, int from) {
        boolean kept = cluster.kept();
        boolean all = ofCluster && kept;
        Totals totals = all ? cluster : node;
        CallCounts total = totals.total();
        CallHistory history = totals.lastHour();
        List<ScopeFigures> scopes = ScopeFigures.of(total, text);
        List<RunningRow> running = keeper.running()
                .sorted(Comparator.comparing(RunningExecution::age).reversed())
                .limit(ROWS)
                .map(RunningRow::of)
                .toList();
        return new CallsPicture(
                all,
                kept,
                all ? 0 : node.since().getEpochSecond(),
                Figures.of(total),
                Figures.of(history.sum()),
                Figures.of(history.now()),
                MinuteFigures.of(history, scope.orElse(null)),
                scopes.stream().skip(from).limit(ROWS).toList(),
                scopes.size(),
                running,
                keeper.inFlight());
    }
}
