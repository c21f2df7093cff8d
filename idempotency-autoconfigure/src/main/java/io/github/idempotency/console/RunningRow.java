package io.github.idempotency.console;

import java.time.Instant;
import java.util.Locale;

import io.github.idempotency.execution.RunningExecution;

/** One execution of this node that has not ended. */
record RunningRow(String reference, String scope, String layer, int attempt, long ageSeconds, Instant startedAt) {

    static RunningRow of(RunningExecution running) {
        return new RunningRow(
                running.reference(),
                running.scope(),
                running.layer().name().toLowerCase(Locale.ROOT),
                running.attempt(),
                running.age().toSeconds(),
                running.startedAt());
    }
}
