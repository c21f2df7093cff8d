package io.github.idempotency.observation;

import java.util.Optional;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of guarded calls: a span, where there is tracing. */
public enum IdempotencyObservationDocumentation implements ObservationDocumentation {

    /** A guarded call from before its claim until its result is stored, or it is refused or answered. */
    CALL {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultIdempotencyObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }

        @Override
        public Observation.Event[] getEvents() {
            return Events.values();
        }
    };

    /** What befalls a call on the way to its outcome. */
    public enum Events implements Observation.Event {

        /** It has begun to wait for the running call. */
        WAITED(CallOutcome.WAITED),

        /** It runs with the expired claim of a call that has vanished. */
        TAKEN_OVER(CallOutcome.TAKEN_OVER),

        /** It was found out that the action had happened in an earlier call. */
        RECONCILED(CallOutcome.RECONCILED),

        /** Its claim was lost while the action ran. */
        LOST(CallOutcome.LOST),

        /** The store could not be asked or told. */
        STORE_ERROR(CallOutcome.STORE_ERROR);

        private final CallOutcome outcome;

        Events(CallOutcome outcome) {
            this.outcome = outcome;
        }

        static Optional<Events> of(CallOutcome outcome) {
            for (Events event : values()) {
                if (event.outcome == outcome) {
                    return Optional.of(event);
                }
            }
            return Optional.empty();
        }

        @Override
        public String getName() {
            return outcome.tag();
        }

        @Override
        public String getContextualName() {
            return outcome.tag();
        }
    }

    /** Of spans and of the timer that is made of the observation. */
    public enum LowCardinalityKeyNames implements KeyName {

        /** The operation. */
        SCOPE("idempotency.scope", IdempotencyMeters.Tags.SCOPE.description()),

        /** What kind of call it is. */
        LAYER("idempotency.layer", IdempotencyMeters.Tags.LAYER.description()),

        /** What became of it. */
        OUTCOME("idempotency.outcome", "what became of the call, as of meters; `none` while it runs");

        private final String name;

        private final String description;

        LowCardinalityKeyNames(String name, String description) {
            this.name = name;
            this.description = description;
        }

        @Override
        public String asString() {
            return name;
        }

        /** What its values are. */
        public String description() {
            return description;
        }
    }

    /** Of spans only. */
    public enum HighCardinalityKeyNames implements KeyName {

        /** The record's name. */
        RECORD("idempotency.record", "the record's reference, the same for the first call and all its replays"),

        /** Which claim of the record. */
        TOKEN("idempotency.token", "fencing token of the execution: the call's own, or the one whose answer it gets"),

        /** Which execution of the record. */
        ATTEMPT("idempotency.attempt", "which execution under the key that is, from 1"),

        /** Where the original of a replay was traced. */
        ORIGINAL_TRACE(
                "idempotency.original.trace",
                "of a replay: the trace of the call whose answer it gives, if that was traced"),

        /** As which span. */
        ORIGINAL_SPAN("idempotency.original.span", "of a replay: the span of that call");

        private final String name;

        private final String description;

        HighCardinalityKeyNames(String name, String description) {
            this.name = name;
            this.description = description;
        }

        @Override
        public String asString() {
            return name;
        }

        /** What its values are. */
        public String description() {
            return description;
        }
    }
}
