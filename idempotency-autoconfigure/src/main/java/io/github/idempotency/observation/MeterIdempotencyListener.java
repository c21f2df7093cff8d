package io.github.idempotency.observation;

import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;

/**
 * Meters by scope and outcome, never by key: the counter {@value #CALLS} of what became of calls, and the timer
 * {@value #EXECUTION} of the executions among them.
 */
public final class MeterIdempotencyListener implements IdempotencyListener {

    /** Counter of calls by {@code scope} and {@code outcome}. */
    public static final String CALLS = "idempotency.calls";

    /** Timer of executions, from claim to end, by {@code scope} and {@code outcome}. */
    public static final String EXECUTION = "idempotency.execution";

    private final MeterProvider<Counter> calls;

    private final MeterProvider<Timer> executions;

    public MeterIdempotencyListener(MeterRegistry registry) {
        this.calls = Counter.builder(CALLS)
                .description("Guarded calls by what became of them")
                .withRegistry(registry);
        this.executions = Timer.builder(EXECUTION)
                .description("Guarded executions from claim to end")
                .withRegistry(registry);
    }

    @Override
    public void on(IdempotencyEvent event) {
        if (event.type() != Type.COMPLETED) {
            calls.withTags("scope", event.scope(), "outcome", outcome(event.type()))
                    .increment();
        }
        if (event.elapsed() != null && event.type() != Type.STORE_ERROR) {
            executions
                    .withTags("scope", event.scope(), "outcome", outcome(event.type()))
                    .record(event.elapsed());
        }
    }

    private static String outcome(Type type) {
        return type == Type.STARTED
                ? "executed"
                : type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
