package io.github.idempotency.observation;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.idempotency.execution.LeaseKeeper;

/** Of the executions that a keeper looks after, and of what they have left behind. */
public final class InFlightMeters implements MeterBinder {

    private final LeaseKeeper keeper;

    public InFlightMeters(LeaseKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(IdempotencyMeters.IN_FLIGHT.getName(), keeper, LeaseKeeper::inFlight)
                .description(IdempotencyMeters.IN_FLIGHT.description())
                .register(registry);
        TimeGauge.builder(
                        IdempotencyMeters.IN_FLIGHT_OLDEST.getName(),
                        keeper,
                        TimeUnit.NANOSECONDS,
                        kept -> kept.oldestInFlight().toNanos())
                .description(IdempotencyMeters.IN_FLIGHT_OLDEST.description())
                .register(registry);
        FunctionCounter.builder(IdempotencyMeters.COST_UNCHARGED.getName(), keeper, LeaseKeeper::uncharged)
                .description(IdempotencyMeters.COST_UNCHARGED.description())
                .register(registry);
    }
}
