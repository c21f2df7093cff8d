package io.github.idempotency.observation;

import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Gauges of the copies of completed records in this process. */
public final class NearCacheMeters implements MeterBinder {

    private final LongSupplier entries;

    private final LongSupplier bytes;

    public NearCacheMeters(LongSupplier entries, LongSupplier bytes) {
        this.entries = entries;
        this.bytes = bytes;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(IdempotencyMeters.NEAR_CACHE_ENTRIES, entries).register(registry);
        gauge(IdempotencyMeters.NEAR_CACHE_SIZE, bytes)
                .baseUnit(IdempotencyMeters.NEAR_CACHE_SIZE.getBaseUnit())
                .register(registry);
    }

    private static Gauge.Builder<?> gauge(IdempotencyMeters meter, LongSupplier value) {
        return Gauge.builder(meter.getName(), value::getAsLong).description(meter.description());
    }
}
