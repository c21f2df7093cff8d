package io.github.idempotency.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ObservedCall;

/** Makes an {@link IdempotencyObservationDocumentation#CALL observation} of every guarded call. Thread-safe. */
public final class ObservationIdempotencyListener implements IdempotencyListener {

    private static final IdempotencyObservationConvention DEFAULT = new DefaultIdempotencyObservationConvention();

    private final BoundedScopes scopes = new BoundedScopes();

    private final ObservationRegistry registry;

    private final @Nullable IdempotencyObservationConvention convention;

    private final CallTraces traces;

    /** @param convention null for the default one */
    public ObservationIdempotencyListener(
            ObservationRegistry registry, @Nullable IdempotencyObservationConvention convention) {
        this(registry, convention, CallTraces.NONE);
    }

    /**
     * @param convention null for the default one
     * @param traces link replays with their originals
     */
    public ObservationIdempotencyListener(
            ObservationRegistry registry, @Nullable IdempotencyObservationConvention convention, CallTraces traces) {
        this.registry = registry;
        this.convention = convention;
        this.traces = traces;
    }

    @Override
    public void on(IdempotencyEvent event) {}

    @Override
    public ObservedCall observe(IdempotentOperation operation) {
        if (registry.isNoop()) {
            return ObservedCall.NONE;
        }
        IdempotencyObservationContext context = new IdempotencyObservationContext(
                scopes.of(operation.scope()), operation.layer(), operation.storeKey());
        Observation observation =
                IdempotencyObservationDocumentation.CALL.start(convention, DEFAULT, () -> context, registry);
        return observation.isNoop() ? ObservedCall.NONE : new CallObservation(observation, context, traces);
    }
}
