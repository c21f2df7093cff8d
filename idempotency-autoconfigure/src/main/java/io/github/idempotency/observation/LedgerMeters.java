package io.github.idempotency.observation;

import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a ledger of costs could not write down: the counter {@code idempotency.cost.refused}, without tags and of this process
 * alone. Thread-safe if what it asks is; may be bound to several registries, which do not keep it from being collected.
 */
public final class LedgerMeters implements MeterBinder {

    private final LongSupplier refused;

    /**
     * @param refused how many costs, since this process began: not negative and never less than before. Asked on the threads
     *     that read meters, so it must be quick; what it throws is the registry's to deal with
     */
    public LedgerMeters(LongSupplier refused) {
        this.refused = refused;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(IdempotencyMeters.COST_REFUSED.getName(), refused, LongSupplier::getAsLong)
                .description(IdempotencyMeters.COST_REFUSED.description())
                .register(registry);
    }
}
