package io.github.idempotency.observation;

import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.TraceReference;
import io.github.idempotency.observation.IdempotencyObservationDocumentation.HighCardinalityKeyNames;
import io.github.idempotency.observation.IdempotencyObservationDocumentation.LowCardinalityKeyNames;

/** What {@link IdempotencyObservationDocumentation} says. */
public class DefaultIdempotencyObservationConvention implements IdempotencyObservationConvention {

    @Override
    public String getName() {
        return "idempotency.operation";
    }

    @Override
    public String getContextualName(IdempotencyObservationContext context) {
        return "idempotency " + context.scope();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(IdempotencyObservationContext context) {
        CallOutcome outcome = context.outcome();
        return KeyValues.of(
                LowCardinalityKeyNames.SCOPE.withValue(context.scope()),
                LowCardinalityKeyNames.LAYER.withValue(context.layer().name().toLowerCase(Locale.ROOT)),
                LowCardinalityKeyNames.OUTCOME.withValue(outcome == null ? KeyValue.NONE_VALUE : outcome.tag()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(IdempotencyObservationContext context) {
        KeyValues record = KeyValues.of(
                HighCardinalityKeyNames.RECORD.withValue(context.storeKey().reference()));
        TraceReference original = context.original();
        if (original != null) {
            record = record.and(
                    HighCardinalityKeyNames.ORIGINAL_TRACE.withValue(original.traceId()),
                    HighCardinalityKeyNames.ORIGINAL_SPAN.withValue(original.spanId()));
        }
        Attempt attempt = context.attempt();
        return attempt == null
                ? record
                : record.and(
                        HighCardinalityKeyNames.TOKEN.withValue(Long.toString(attempt.token())),
                        HighCardinalityKeyNames.ATTEMPT.withValue(Integer.toString(attempt.number())));
    }
}
