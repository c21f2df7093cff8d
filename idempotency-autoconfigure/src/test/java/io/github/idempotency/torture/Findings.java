package io.github.idempotency.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the checker found, with the history of every key that it found something in. */
final class Findings {

    private final List<Violation> violations = new ArrayList<>();

    private final Map<Superseded, Integer> superseded = new EnumMap<>(Superseded.class);

    private final Map<String, KeyHistory> evidence = new LinkedHashMap<>();

    void add(Violation violation, KeyHistory key) {
        violations.add(violation);
        evidence.put(key.key(), key);
    }

    void add(Superseded answer, KeyHistory key) {
        superseded.merge(answer, 1, Integer::sum);
        evidence.put(key.key(), key);
    }

    List<Violation> violations() {
        return violations;
    }

    Map<Superseded, Integer> superseded() {
        return superseded;
    }

    /** The keys with findings. */
    Map<String, KeyHistory> evidence() {
        return evidence;
    }
}
