package io.github.idempotency.reactive;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Passes on what a reader asks for; when that goes away, asks for the rest itself. */
final class DrainingSubscriber<T> implements CoreSubscriber<T>, Subscription {

    private static final Logger log = LoggerFactory.getLogger(DrainingSubscriber.class);

    private final CoreSubscriber<? super T> reader;

    private final BooleanSupplier drained;

    private final AtomicBoolean gone = new AtomicBoolean();

    private volatile boolean ended;

    private Subscription source;

    DrainingSubscriber(CoreSubscriber<? super T> reader, BooleanSupplier drained) {
        this.reader = reader;
        this.drained = drained;
        this.source = Operators.emptySubscription();
    }

    @Override
    public Context currentContext() {
        return reader.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        reader.onSubscribe(this);
    }

    @Override
    public void onNext(T element) {
        if (!gone.get()) {
            reader.onNext(element);
        }
    }

    @Override
    public void onError(Throwable cause) {
        ended = true;
        if (gone.get()) {
            log.debug("A stream whose caller had gone has failed", cause);
        } else {
            reader.onError(cause);
        }
    }

    @Override
    public void onComplete() {
        ended = true;
        if (!gone.get()) {
            reader.onComplete();
        }
    }

    @Override
    public void request(long count) {
        source.request(count);
    }

    /** Does nothing the second time, or once there is no more to come. */
    @Override
    public void cancel() {
        if (!gone.compareAndSet(false, true) || ended) {
            return;
        }
        if (drained.getAsBoolean()) {
            source.request(Long.MAX_VALUE);
        } else {
            source.cancel();
        }
    }
}
