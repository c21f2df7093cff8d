package io.github.idempotency.aop;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.FluxSink;
import reactor.util.context.Context;

/**
 * Gives the elements of one sequence to the subscriber of another one, as many as that asks for; when it goes away, asks for
 * the rest itself or for no more. That there are no more is told apart from them.
 */
final class ElementRelay implements CoreSubscriber<Object> {

    private final CompletableFuture<@Nullable Object> end = new CompletableFuture<>();

    private final FluxSink<Object> sink;

    private final Consumer<Object> recorder;

    private final boolean drained;

    private volatile @Nullable Subscription source;

    /**
     * @param recorder told each element before it is given
     * @param drained whether the sequence runs on when nobody wants it any more
     */
    ElementRelay(FluxSink<Object> sink, Consumer<Object> recorder, boolean drained) {
        this.sink = sink;
        this.recorder = recorder;
        this.drained = drained;
        end.whenComplete((nothing, failure) -> {
            if (end.isCancelled()) {
                cancel();
            }
        });
    }

    /** Completes when the sequence does; whoever cancels it has waited for long enough. */
    CompletableFuture<?> end() {
        return end;
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        if (end.isCancelled()) {
            cancel();
        } else if (sink.isCancelled()) {
            leave();
        } else {
            sink.onRequest(subscription::request);
        }
    }

    /** The subscriber has gone. May be said twice. */
    void leave() {
        Subscription running = source;
        if (!drained) {
            cancel();
        } else if (running != null) {
            running.request(Long.MAX_VALUE);
        }
    }

    private void cancel() {
        Subscription running = source;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void onNext(Object element) {
        recorder.accept(element);
        if (!sink.isCancelled()) {
            sink.next(element);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
