package io.github.idempotency.reactive;

import java.util.function.BooleanSupplier;

import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A flux that is read to its end even if who wants its elements goes away: its producer need not notice. */
final class DrainedFlux<T> extends FluxOperator<T, T> {

    private static final Logger log = LoggerFactory.getLogger(DrainedFlux.class);

    private final BooleanSupplier drained;

    /** @param drained asked when its reader goes away; if it says no, the source is cancelled as usual */
    DrainedFlux(Flux<? extends T> source, BooleanSupplier drained) {
        super(source);
        this.drained = drained;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> reader) {
        source.subscribe(new Drain<>(reader, drained));
    }

    private static final class Drain<T> implements CoreSubscriber<T>, Subscription {

        private final CoreSubscriber<? super T> reader;

        private final BooleanSupplier drained;

        private volatile boolean gone;

        private Subscription source;

        Drain(CoreSubscriber<? super T> reader, BooleanSupplier drained) {
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
            if (!gone) {
                reader.onNext(element);
            }
        }

        @Override
        public void onError(Throwable cause) {
            if (gone) {
                log.debug("A stream whose caller had gone has failed", cause);
            } else {
                reader.onError(cause);
            }
        }

        @Override
        public void onComplete() {
            if (!gone) {
                reader.onComplete();
            }
        }

        @Override
        public void request(long count) {
            source.request(count);
        }

        @Override
        public void cancel() {
            gone = true;
            if (drained.getAsBoolean()) {
                source.request(Long.MAX_VALUE);
            } else {
                source.cancel();
            }
        }
    }
}
