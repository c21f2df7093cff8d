package io.github.idempotency.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The steps that one execution has asked for. Thread-safe. */
final class StepsTaken {

    private final Map<String, Integer> ordinals = new ConcurrentHashMap<>();

    private final Map<String, String> failed = new ConcurrentHashMap<>();

    /** The next of a name, from 1. */
    int next(String name) {
        return ordinals.merge(name, 1, Integer::sum);
    }

    /** The keys of steps that have failed and may be taken again, by what they were asked. */
    Map<String, String> failed() {
        return failed;
    }
}
