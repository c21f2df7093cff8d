package io.github.idempotency.actuate;

import java.util.Map;
import java.util.TreeMap;

import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallHistory;

/**
 * What became of the calls of a node, or of all nodes.
 *
 * @param totals since it is counted
 * @param now of the minute that runs and the one before it
 * @param lastHour of the minute that runs and the sixty before it
 * @param layers totals by layer, for those that have had a call
 */
public record SumsDescriptor(CallTotals totals, CallTotals now, CallTotals lastHour, Map<String, CallTotals> layers) {

    static SumsDescriptor of(CallCounts total, CallHistory hour) {
        Map<String, CallTotals> layers = new TreeMap<>();
        total.byLayer().forEach((layer, counts) -> layers.put(layer, CallTotals.of(counts)));
        return new SumsDescriptor(CallTotals.of(total), CallTotals.of(hour.now()), CallTotals.of(hour.sum()), layers);
    }
}
