package io.github.idempotency.observation;

import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Stored;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;

/** Counts and times what becomes of calls, in {@link IdempotencyMeters}; never by key. Thread-safe. */
public final class MeterIdempotencyListener implements IdempotencyListener {

    private final BoundedScopes scopes = new BoundedScopes();

    private final MeterProvider<Counter> calls;

    private final MeterProvider<Timer> executions;

    private final MeterProvider<Timer> claims;

    private final MeterProvider<Timer> waits;

    private final MeterProvider<DistributionSummary> sizes;

    private final CostMeters costs;

    public MeterIdempotencyListener(MeterRegistry registry) {
        this.costs = new CostMeters(registry);
        this.calls = Counter.builder(IdempotencyMeters.CALLS.getName())
                .description(IdempotencyMeters.CALLS.description())
                .withRegistry(registry);
        this.executions = timers(IdempotencyMeters.EXECUTION, registry);
        this.claims = timers(IdempotencyMeters.CLAIM, registry);
        this.waits = timers(IdempotencyMeters.WAIT, registry);
        this.sizes = DistributionSummary.builder(IdempotencyMeters.RESULT_SIZE.getName())
                .description(IdempotencyMeters.RESULT_SIZE.description())
                .baseUnit(IdempotencyMeters.RESULT_SIZE.getBaseUnit())
                .withRegistry(registry);
    }

    private static MeterProvider<Timer> timers(IdempotencyMeters meter, MeterRegistry registry) {
        return Timer.builder(meter.getName()).description(meter.description()).withRegistry(registry);
    }

    @Override
    public void on(IdempotencyEvent event) {
        Tags call = Tags.of(
                IdempotencyMeters.Tags.SCOPE.asString(),
                scopes.of(event.scope()),
                IdempotencyMeters.Tags.LAYER.asString(),
                event.layer().name().toLowerCase(Locale.ROOT));
        CallOutcome outcome = CallOutcome.of(event);
        Tags step = call.and(IdempotencyMeters.Tags.OUTCOME.asString(), outcome.tag());
        costs.add(event, call);
        // What completed has been counted when it began, and a cost is no step of a call.
        if (outcome != CallOutcome.COMPLETED && outcome != CallOutcome.SPENT) {
            calls.withTags(step).increment();
        }
        if (event.claimed() != null) {
            claims.withTags(call).record(event.claimed());
        }
        if (event.waited() != null) {
            waits.withTags(call).record(event.waited());
        }
        if (event.elapsed() != null && event.type() != Type.STORE_ERROR) {
            executions.withTags(step).record(event.elapsed());
        }
        Stored stored = event.stored();
        if (stored != null && stored.size() >= 0) {
            sizes.withTags(call).record(stored.size());
        }
    }
}
