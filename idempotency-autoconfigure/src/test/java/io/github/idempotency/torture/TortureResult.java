package io.github.idempotency.torture;

import java.util.List;
import java.util.Map;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * What one store went through.
 *
 * @param faults how often each was injected
 */
record TortureResult(List<HistoryEntry> history, Map<String, Integer> faults, Findings findings) {

    long count(Kind kind) {
        return history.stream().filter(entry -> entry.kind() == kind).count();
    }

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }
}
