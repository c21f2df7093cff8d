package io.github.idempotency.observation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.ObservedCall;
import io.github.idempotency.execution.TraceReference;
import io.github.idempotency.observation.IdempotencyObservationDocumentation.Events;

/** One call as an observation. Thread-safe. */
final class CallObservation implements ObservedCall {

    private final Observation observation;

    private final IdempotencyObservationContext context;

    private final CallTraces traces;

    private final AtomicBoolean ended = new AtomicBoolean();

    CallObservation(Observation observation, IdempotencyObservationContext context, CallTraces traces) {
        this.observation = observation;
        this.context = context;
        this.traces = traces;
    }

    @Override
    public void on(IdempotencyEvent event) {
        if (!ended.get()) {
            context.add(event);
            if (event.original() != null) {
                traces.link(context, event.original());
            }
            Events.of(CallOutcome.of(event)).ifPresent(observation::event);
        }
    }

    @Override
    public Optional<TraceReference> trace() {
        return traces.of(context);
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
