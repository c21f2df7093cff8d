package io.github.idempotency.console;

import java.util.List;

/**
 * What becomes of calls, at a glance.
 *
 * @param cluster whether it is of all nodes, or else of this one
 * @param clusterKept whether the store could tell of all nodes
 * @param since when it was begun to count; epoch seconds, 0 if not known
 * @param total all that has been counted
 * @param hour of the last hour
 * @param now of the minute that runs and the one before it
 * @param minutes one by one, of the scope that was asked for or of all
 * @param scopes a page of them, the busiest first
 * @param scopeCount how many there are in all
 * @param running the oldest executions of this node that have not ended
 * @param runningCount how many there are in all
 */
record CallsPicture(
        boolean cluster,
        boolean clusterKept,
        long since,
        Figures total,
        Figures hour,
        Figures now,
        List<MinuteFigures> minutes,
        List<ScopeFigures> scopes,
        int scopeCount,
        List<RunningRow> running,
        int runningCount) {}
