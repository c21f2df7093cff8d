package io.github.idempotency.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The totals of this node and of the whole cluster.
 *
 * @param since when this node began to count
 * @param node what it has counted
 * @param cluster what all nodes have counted and flushed; null if no store keeps that, or it cannot be asked
 * @param clusterUnavailable why the store could not be asked; null if it could, or none keeps totals
 * @param top the busiest scopes of the cluster, or else of this node, by executions and replays; ten at most
 * @param scopes a page of the scopes that have had a call, in alphabetical order
 * @param next what to ask for as {@code after} to get the next page of scopes; null if this was the last one
 */
public record TotalsDescriptor(
        Instant since,
        SumsDescriptor node,
        @Nullable SumsDescriptor cluster,
        @Nullable String clusterUnavailable,
        List<TopScope> top,
        Map<String, ScopeTotals> scopes,
        @Nullable String next) {

    /**
     * A busy scope.
     *
     * @param scope the operation
     * @param executions actions begun
     * @param replays stored answers given
     * @param hitRate replays among both, 0 to 1
     */
    public record TopScope(String scope, long executions, long replays, double hitRate) {}

    /**
     * Totals of one scope.
     *
     * @param node those of this node
     * @param cluster those of all nodes; null if they cannot be told
     */
    public record ScopeTotals(CallTotals node, @Nullable CallTotals cluster) {}
}
