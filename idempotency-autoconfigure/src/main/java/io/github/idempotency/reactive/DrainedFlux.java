package io.github.idempotency.reactive;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** A flux that is read to its end even if who wants its elements goes away: its producer need not notice. */
final class DrainedFlux<T> extends FluxOperator<T, T> {

    private final BooleanSupplier drained;

    private volatile @Nullable DrainingSubscriber<T> reading;

    /** @param drained asked when its reader goes away; if it says no, the source is cancelled as usual */
    DrainedFlux(Flux<? extends T> source, BooleanSupplier drained) {
        super(source);
        this.drained = drained;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> reader) {
        DrainingSubscriber<T> draining = new DrainingSubscriber<>(reader, drained);
        reading = draining;
        source.subscribe(draining);
    }

    /** Its last reader has gone away, which it need not say itself. */
    void leave() {
        DrainingSubscriber<T> left = reading;
        if (left != null) {
            left.cancel();
        }
    }
}
