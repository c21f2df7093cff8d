package io.github.idempotency.actuate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallHistory;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;

/**
 * Totals as they were when they were looked at. That the store cannot be asked hides the cluster's, and not the node's.
 *
 * @param cluster null if it cannot be told
 * @param unavailable why it cannot, if that is a failure
 */
record ObservedTotals(
        Sums node, @Nullable Sums cluster, @Nullable String unavailable) {

    private static final Logger log = LoggerFactory.getLogger(ObservedTotals.class);

    static ObservedTotals of(IdempotencyTotals node, ClusterTotals cluster) {
        Sums own = new Sums(node.total(), node.lastHour());
        if (!cluster.kept()) {
            return new ObservedTotals(own, null, null);
        }
        try {
            return new ObservedTotals(own, new Sums(cluster.total(), cluster.lastHour()), null);
        } catch (RuntimeException ex) {
            log.debug("The totals of the cluster could not be read", ex);
            return new ObservedTotals(own, null, ex.getClass().getSimpleName());
        }
    }

    /** Of one scope; null if it has had no call. */
    @Nullable
    ScopeDescriptor scope(String scope) {
        Sums own = node.ofScope(scope);
        Sums all = cluster == null ? null : cluster.ofScope(scope);
        boolean none = own.isEmpty() && (all == null || all.isEmpty());
        return none ? null : new ScopeDescriptor(own.described(), all == null ? null : all.described(), unavailable);
    }

    /** What has been counted, all in all and of late. */
    record Sums(CallCounts total, CallHistory hour) {

        private Sums ofScope(String scope) {
            return new Sums(total.ofScope(scope), hour.ofScope(scope));
        }

        private boolean isEmpty() {
            return total.byCounter().isEmpty();
        }

        SumsDescriptor described() {
            return SumsDescriptor.of(total, hour);
        }
    }
}
