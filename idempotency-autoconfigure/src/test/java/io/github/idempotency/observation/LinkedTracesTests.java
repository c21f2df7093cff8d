package io.github.idempotency.observation;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** The span of a replay leads to that of the call whose answer it gives, which may have been another process's. */
class LinkedTracesTests {

    private final SimpleTracer tracer = new SimpleTracer();

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentOperation operation =
            IdempotentOperation.of(new KeyScope("shop", "orders", "alice"), "key");

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    @BeforeEach
    void trace() {
        registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
    }

    @AfterEach
    void stop() {
        keeper.close();
    }

    private void call(CallTraces traces) {
        new IdempotentExecutor(store, keeper, new ObservationIdempotencyListener(registry, null, traces))
                .execute(operation, ResultCodec.UTF_8, () -> "answer");
    }

    private List<SimpleSpan> spans(String name) {
        return tracer.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    @Test
    void theReplaysSpanLinksToTheOriginals() {
        call(new LinkedTraces(tracer));
        call(new LinkedTraces(tracer));

        SimpleSpan original = spans("idempotency orders").get(0);
        SimpleSpan replay = spans("idempotency orders").get(1);
        SimpleSpan linked = spans(LinkedTraces.SPAN).get(0);
        assertThat(linked.getLinks())
                .extracting(Link::getTraceContext)
                .extracting(TraceContext::traceId, TraceContext::spanId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        original.context().traceId(), original.context().spanId()));
        assertThat(linked.context().traceId()).isEqualTo(replay.context().traceId());
        assertThat(linked.context().parentId()).isEqualTo(replay.context().spanId());
        assertThat(replay.getTags())
                .containsEntry("idempotency.original.trace", original.context().traceId())
                .containsEntry("idempotency.original.span", original.context().spanId());
        assertThat(original.getTags()).doesNotContainKey("idempotency.original.trace");
    }

    @Test
    void anOriginalThatWasNotTracedIsLinkedToByNobody() {
        call(CallTraces.NONE);
        call(new LinkedTraces(tracer));

        assertThat(spans(LinkedTraces.SPAN)).isEmpty();
        assertThat(spans("idempotency orders").get(1).getTags()).doesNotContainKey("idempotency.original.trace");
    }
}
