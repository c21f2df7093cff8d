package io.github.idempotency.aop;

import java.util.List;
import java.util.Objects;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.SequenceCodec;
import io.github.idempotency.execution.SequencedCalls;

/**
 * The elements of a {@code Flux} or another reactive sequence are the answer, each recorded when it is given. As with a
 * {@code Mono}, every subscription is a call of its own, and there is none before it. Needs Reactor.
 */
final class SequenceForm implements AnswerForm {

    private final ReactiveAdapter adapter;

    private final ResultCodec<Object> element;

    private SequenceForm(ReactiveAdapter adapter, ResultCodec<Object> element) {
        this.adapter = adapter;
        this.element = element;
    }

    /** Whether a type is a reactive one of several values that waits for a subscriber. */
    static boolean isFor(Class<?> type) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
        return adapter != null
                && adapter.getReactiveType() == type
                && adapter.isMultiValue()
                && adapter.getDescriptor().isDeferred();
    }

    // A sequence has no element that is null.
    @SuppressWarnings("unchecked")
    static SequenceForm of(Class<?> type, ResultCodec<@Nullable Object> element) {
        return new SequenceForm(
                Objects.requireNonNull(
                        ReactiveAdapterRegistry.getSharedInstance().getAdapter(type)),
                (ResultCodec<Object>) (ResultCodec<?>) element);
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @SuppressWarnings("unchecked")
    @Override
    public Object invoke(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<@Nullable Object> codec,
            MethodInvocation invocation) {
        SequencedCalls<Object> calls = new SequencedCalls<>(
                executor, new SequenceCodec<>(element, (ResultCodec<List<Object>>) (ResultCodec<?>) codec));
        // Nothing overflows: no more is asked for than is wanted.
        return converted(Flux.create(
                sink -> new SubscribedSequence(sink, adapter, operation.policy())
                        .start(calls, operation, (ProxyMethodInvocation) invocation),
                OverflowStrategy.IGNORE));
    }

    @Override
    public Object refuse(IdempotencyException refusal) {
        return converted(Flux.error(refusal));
    }

    private Object converted(Flux<Object> elements) {
        return Objects.requireNonNull(adapter.fromPublisher(elements));
    }
}
