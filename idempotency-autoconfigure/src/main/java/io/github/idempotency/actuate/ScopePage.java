package io.github.idempotency.actuate;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.actuate.TotalsDescriptor.ScopeTotals;
import io.github.idempotency.actuate.TotalsDescriptor.TopScope;
import io.github.idempotency.observation.CallCounts;

/** Some of the scopes, by name or by how busy they are. */
record ScopePage(Map<String, ScopeTotals> scopes, @Nullable String next) {

    private static final int TOP = 10;

    static ScopePage of(ObservedTotals totals, @Nullable String after, int limit) {
        Map<String, CallCounts> node = totals.node().total().byScope();
        Map<String, CallCounts> cluster =
                totals.cluster() == null ? null : totals.cluster().total().byScope();
        TreeSet<String> names = new TreeSet<>(node.keySet());
        if (cluster != null) {
            names.addAll(cluster.keySet());
        }
        Map<String, ScopeTotals> page = new LinkedHashMap<>();
        String last = null;
        for (String name : after == null ? names : names.tailSet(after, false)) {
            if (page.size() == limit) {
                return new ScopePage(page, last);
            }
            page.put(name, new ScopeTotals(totals(node, name), cluster == null ? null : totals(cluster, name)));
            last = name;
        }
        return new ScopePage(page, null);
    }

    private static CallTotals totals(Map<String, CallCounts> byScope, String scope) {
        return CallTotals.of(byScope.getOrDefault(scope, CallCounts.NONE));
    }

    static List<TopScope> top(CallCounts counts) {
        return counts.byScope().entrySet().stream()
                .map(scope -> new TopScope(
                        scope.getKey(),
                        scope.getValue().executions(),
                        scope.getValue().replays(),
                        scope.getValue().hitRate()))
                .sorted(Comparator.comparingLong((TopScope scope) -> -scope.executions() - scope.replays())
                        .thenComparing(TopScope::scope))
                .limit(TOP)
                .toList();
    }
}
