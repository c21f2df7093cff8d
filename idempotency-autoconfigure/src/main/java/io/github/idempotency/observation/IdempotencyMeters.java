package io.github.idempotency.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** Every meter of guarded calls: its name, its tags and what it says. No tag ever holds a key or an owner. */
public enum IdempotencyMeters implements MeterDocumentation {

    /** Every step of guarded calls; one call may take several. */
    CALLS(
            "idempotency.calls",
            Meter.Type.COUNTER,
            null,
            "every step of guarded calls; one call may take several",
            Tags.SCOPE,
            Tags.LAYER,
            Tags.OUTCOME),

    /** Executions from claim to end. */
    EXECUTION(
            "idempotency.execution",
            Meter.Type.TIMER,
            "seconds",
            "executions from claim to end",
            Tags.SCOPE,
            Tags.LAYER,
            Tags.OUTCOME),

    /** How long the store takes to say what is with a key. */
    CLAIM(
            "idempotency.claim",
            Meter.Type.TIMER,
            "seconds",
            "how long the store takes to say what is with a key, or to fail; without waiting for another call",
            Tags.SCOPE,
            Tags.LAYER),

    /** How long duplicates wait for the first answer. */
    WAIT(
            "idempotency.wait",
            Meter.Type.TIMER,
            "seconds",
            "how long duplicates have waited for the first call, whatever they got then",
            Tags.SCOPE,
            Tags.LAYER),

    /** Answers as they are stored. */
    RESULT_SIZE(
            "idempotency.result.size",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "bytes",
            "stored answers, sealed as they are stored",
            Tags.SCOPE,
            Tags.LAYER),

    /** Tokens of models. */
    COST_TOKENS(
            "idempotency.cost.tokens",
            Meter.Type.COUNTER,
            "tokens",
            "tokens of models, of costs of which they are known",
            Tags.SCOPE,
            Tags.LAYER,
            Tags.COST,
            Tags.DIRECTION),

    /** Money. */
    COST_MONEY(
            "idempotency.cost.money",
            Meter.Type.COUNTER,
            null,
            "money, of costs of which it is known",
            Tags.SCOPE,
            Tags.LAYER,
            Tags.COST,
            Tags.CURRENCY),

    /** What the other two lack. */
    COST_UNKNOWN(
            "idempotency.cost.unknown",
            Meter.Type.COUNTER,
            null,
            "costs that are missing from the other two, because nobody has said what they are",
            Tags.SCOPE,
            Tags.LAYER,
            Tags.COST,
            Tags.LACKING),

    /** Keys that a ledger apart from the records lacks. */
    COST_UNCHARGED(
            "idempotency.cost.uncharged",
            Meter.Type.COUNTER,
            null,
            "keys that were not charged after their answers were stored: the ledger failed, or too many waited for it"),

    /** What the ledger's tables do not take. */
    COST_REFUSED(
            "idempotency.cost.refused",
            Meter.Type.COUNTER,
            null,
            "costs that the tables of the ledger refused: they are there as unknown, if at all"),

    /** Executions of this process that have not ended. */
    IN_FLIGHT(
            "idempotency.in.flight",
            Meter.Type.GAUGE,
            null,
            "executions of this process that have not ended, or whose result the store has not taken yet"),

    /** How long the oldest of them has been in flight. */
    IN_FLIGHT_OLDEST(
            "idempotency.in.flight.oldest",
            Meter.Type.GAUGE,
            "seconds",
            "how long the oldest of them has been in flight; 0 if there is none"),

    /** Copies of completed records in this process. */
    NEAR_CACHE_ENTRIES(
            "idempotency.near.cache.entries", Meter.Type.GAUGE, null, "copies of completed records in this process"),

    /** How much heap they take. */
    NEAR_CACHE_SIZE("idempotency.near.cache.size", Meter.Type.GAUGE, "bytes", "how much heap they take, about");

    private final String name;

    private final Meter.Type type;

    private final @Nullable String baseUnit;

    private final String description;

    private final KeyName[] keyNames;

    IdempotencyMeters(
            String name, Meter.Type type, @Nullable String baseUnit, String description, KeyName... keyNames) {
        this.name = name;
        this.type = type;
        this.baseUnit = baseUnit;
        this.description = description;
        this.keyNames = keyNames;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    // The interface is not marked: what has no unit has none.
    @SuppressWarnings("NullAway")
    @Override
    public String getBaseUnit() {
        return baseUnit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return keyNames.clone();
    }

    /** What the meter says, in the words of its description in a registry and in the documentation. */
    public String description() {
        return description;
    }

    /** The tags. */
    public enum Tags implements KeyName {

        /** The scope of the method; those beyond the first thousand of a process are {@code (others)}. */
        SCOPE(
                "scope",
                "the operation; beyond the first " + BoundedScopes.MOST + " of a process `" + BoundedScopes.OTHERS
                        + "`"),

        /** What kind of call it is. */
        LAYER(
                "layer",
                "`http`: a request; `service`: a method or a call of the engine; `tool`: a tool that a model has called; `step`: a part of a guarded call, such as one generation; `recovery`: nobody's call"),

        /** What became of the call. */
        OUTCOME("outcome", "what the step was, see below"),

        /** What has become of a cost. */
        COST(
                "cost",
                "`spent`: by an execution, whatever became of it; `charged`: to a key, whose answer has been stored, once; `avoided`: by a replay, costs of guarded calls within its original included"),

        /** Which tokens. */
        DIRECTION("direction", "`input`: read by a model; `output`: written by it"),

        /** Which money. */
        CURRENCY("currency", "three letters of ISO 4217"),

        /** What is not known. */
        LACKING("lacking", "`tokens` or `money`");

        private final String name;

        private final String description;

        Tags(String name, String description) {
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
