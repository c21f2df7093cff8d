package io.github.idempotency.aop;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.execution.FollowedSequence;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.SequenceAnswer;
import io.github.idempotency.execution.SequencedCalls;
import io.github.idempotency.execution.StoredSequence;

/** A call whose answer is a sequence, from when somebody subscribes to it. */
final class SubscribedSequence {

    private final FluxSink<Object> sink;

    private final ReactiveAdapter adapter;

    private final IdempotencyPolicy policy;

    private volatile @Nullable ElementRelay relay;

    SubscribedSequence(FluxSink<Object> sink, ReactiveAdapter adapter, IdempotencyPolicy policy) {
        this.sink = sink;
        this.adapter = adapter;
        this.policy = policy;
    }

    // What may be null within a type of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    void start(SequencedCalls<Object> calls, IdempotentOperation operation, ProxyMethodInvocation call) {
        CompletableFuture<@Nullable SequenceAnswer<Object>> answer =
                calls.execute(operation, recorder -> run(call, recorder), Schedulers.boundedElastic()::schedule);
        sink.onCancel(() -> {
            answer.cancel(false);
            ElementRelay running = relay;
            if (running != null) {
                running.leave();
            }
        });
        answer.whenComplete((other, failure) -> {
            if (other == null) {
                end(failure);
            } else {
                Publisher<Object> elements = other instanceof StoredSequence<Object> stored
                        ? StoredElements.of(stored, 0)
                        : FollowedElements.of((FollowedSequence<Object>) other);
                relay(elements, element -> {}, false).whenComplete((nothing, broken) -> end(broken));
            }
        });
    }

    /** A call can proceed once, so each subscription has a copy. */
    private @Nullable CompletableFuture<?> run(ProxyMethodInvocation call, Consumer<Object> recorder) throws Throwable {
        Object returned = call.invocableClone().proceed();
        if (returned == null) {
            return null;
        }
        Context subscriber = Context.of(sink.contextView());
        Context running = IdempotencyContext.find()
                .map(context -> subscriber.put(IdempotencyContext.class, context))
                .orElse(subscriber);
        return relay(
                Flux.from(adapter.<Object>toPublisher(returned)).contextWrite(running),
                recorder,
                policy.onCancel() == CancelPolicy.DRAIN);
    }

    private CompletableFuture<?> relay(Publisher<Object> elements, Consumer<Object> recorder, boolean drained) {
        ElementRelay relaying = new ElementRelay(sink, recorder, drained);
        relay = relaying;
        elements.subscribe(relaying);
        return relaying.end();
    }

    private void end(@Nullable Throwable failure) {
        if (sink.isCancelled()) {
            return;
        }
        if (failure == null) {
            sink.complete();
        } else {
            sink.error(failure);
        }
    }
}
