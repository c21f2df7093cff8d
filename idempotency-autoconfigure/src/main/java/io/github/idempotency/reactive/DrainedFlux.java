package io.github.idempotency.reactive;

import java.util.function.BooleanSupplier;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** A flux that is read to its end even if who wants its elements goes away: its producer need not notice. */
final class DrainedFlux<T> extends FluxOperator<T, T> {

    private final BooleanSupplier drained;

    /** @param drained asked when its reader goes away; if it says no, the source is cancelled as usual */
    DrainedFlux(Flux<? extends T> source, BooleanSupplier drained) {
        super(source);
        this.drained = drained;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> reader) {
        source.subscribe(new DrainingSubscriber<>(reader, drained));
    }
}
