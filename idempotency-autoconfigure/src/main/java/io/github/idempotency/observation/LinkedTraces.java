package io.github.idempotency.observation;

import java.util.Optional;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.TraceReference;

/**
 * Links by spans. A span gets its links before it starts, and the span of a call starts before anybody knows that it is a
 * replay: so the link is on a span within it that starts and ends when the answer is found. Thread-safe.
 *
 * @param tracer that makes spans of the calls' observations
 */
public record LinkedTraces(Tracer tracer) implements CallTraces {

    /** The name of the span that has the link. */
    public static final String SPAN = "idempotency.replay";

    @Override
    public Optional<TraceReference> of(Observation.Context call) {
        Span span = span(call);
        TraceContext context = span == null ? null : span.context();
        return context == null || Boolean.FALSE.equals(context.sampled())
                ? Optional.empty()
                : TraceReference.of(context.traceId(), context.spanId());
    }

    @Override
    public void link(Observation.Context call, TraceReference original) {
        Span span = span(call);
        if (span != null) {
            TraceContext.Builder linked = tracer.traceContextBuilder()
                    .traceId(original.traceId())
                    .spanId(original.spanId())
                    .sampled(true);
            Span.Builder replay = tracer.spanBuilder().name(SPAN);
            replay.setParent(span.context())
                    .addLink(new Link(linked.build()))
                    .start()
                    .end();
        }
    }

    private static @Nullable Span span(Observation.Context call) {
        TracingContext tracing = call.get(TracingContext.class);
        Span span = tracing == null ? null : tracing.getSpan();
        return span == null || span.isNoop() ? null : span;
    }
}
