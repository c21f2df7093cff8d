package io.github.idempotency.torture;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * What one store went through.
 *
 * @param steps how often each was taken
 * @param faults how often each was injected
 */
record TortureResult(Map<Kind, Integer> steps, Map<String, Integer> faults, long keys, Findings findings) {

    static TortureResult of(List<HistoryEntry> history, Map<String, Integer> faults, Findings findings) {
        Map<Kind, Integer> steps = new EnumMap<>(Kind.class);
        history.forEach(entry -> steps.merge(entry.kind(), 1, Integer::sum));
        long keys = history.stream()
                .filter(entry -> entry.kind() == Kind.INVOKED)
                .map(HistoryEntry::key)
                .distinct()
                .count();
        return new TortureResult(steps, faults, keys, findings);
    }

    int count(Kind kind) {
        return steps.getOrDefault(kind, 0);
    }

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }
}
