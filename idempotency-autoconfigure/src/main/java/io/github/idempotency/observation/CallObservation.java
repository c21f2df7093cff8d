package io.github.idempotency.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.ObservedCall;
import io.github.idempotency.observation.IdempotencyObservationDocumentation.Events;

/** One call as an observation. Thread-safe. */
final class CallObservation implements ObservedCall {

    private final Observation observation;

    private final IdempotencyObservationContext context;

    private final AtomicBoolean ended = new AtomicBoolean();

    CallObservation(Observation observation, IdempotencyObservationContext context) {
        this.observation = observation;
        this.context = context;
    }

    @Override
    public void on(IdempotencyEvent event) {
        if (!ended.get()) {
            context.add(event);
            Events.of(CallOutcome.of(event)).ifPresent(observation::event);
        }
    }

    @Override
    public Scope open() {
        return observation.openScope()::close;
    }

    @Override
    public void failed(Throwable failure) {
        if (!ended.get() && context.getError() != failure) {
            observation.error(failure);
        }
    }

    @Override
    public void end() {
        if (ended.compareAndSet(false, true)) {
            observation.stop();
        }
    }
}
