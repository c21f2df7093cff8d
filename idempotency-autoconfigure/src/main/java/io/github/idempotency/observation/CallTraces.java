package io.github.idempotency.observation;

import java.util.Optional;

import io.micrometer.observation.Observation;

import io.github.idempotency.execution.TraceReference;

/** How observed calls are found among traces, and linked with one another there. Thread-safe. */
public interface CallTraces {

    /** Nothing is traced. */
    CallTraces NONE = new CallTraces() {

        @Override
        public Optional<TraceReference> of(Observation.Context call) {
            return Optional.empty();
        }

        @Override
        public void link(Observation.Context call, TraceReference original) {}
    };

    /** Where the call is traced; empty if it is not, or what is traced of it is kept by nobody. */
    Optional<TraceReference> of(Observation.Context call);

    /** Links a call, while it is observed, to the one whose answer it gives. */
    void link(Observation.Context call, TraceReference original);
}
