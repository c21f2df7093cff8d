package io.github.idempotency.aop;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.execution.FollowedSequence;
import io.github.idempotency.execution.SequenceCursor;

/**
 * Reads a sequence that another call is giving: what there is of it, then what comes, as fast as it is asked for. Threads of
 * the store bring the news, and are not kept by what is done with it.
 */
final class FollowedElements<E> {

    private final AtomicInteger newsDue = new AtomicInteger();

    private volatile @Nullable SequenceCursor<E> cursor;

    /** What the record has beyond the elements that were followed. */
    private volatile Flux<E> rest = Flux.empty();

    private FollowedElements() {}

    /** Fails with a refusal if the sequence is broken off. */
    static <E> Flux<E> of(FollowedSequence<E> followed) {
        return Flux.defer(() -> {
            FollowedElements<E> reading = new FollowedElements<>();
            return Flux.<E>create(sink -> reading.start(followed, sink))
                    .publishOn(Schedulers.boundedElastic(), StoredElements.PAGE)
                    .concatWith(Flux.defer(() -> reading.rest));
        });
    }

    private void start(FollowedSequence<E> followed, FluxSink<E> sink) {
        cursor = followed.open(() -> pump(sink));
        sink.onDispose(this::close);
        sink.onRequest(count -> pump(sink));
        pump(sink);
    }

    /** One thread at a time; whoever finds another one pumping leaves it to that. */
    private void pump(FluxSink<E> sink) {
        if (newsDue.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = newsDue.get();
            SequenceCursor<E> elements = cursor;
            if (elements != null) {
                try {
                    pump(elements, sink);
                } catch (RuntimeException ex) {
                    sink.error(ex);
                }
            }
        } while (newsDue.addAndGet(-seen) != 0);
    }

    private void pump(SequenceCursor<E> elements, FluxSink<E> sink) {
        while (!sink.isCancelled()) {
            // The end is told also to whoever asks for nothing more.
            if (elements.isOver()) {
                rest = StoredElements.of(elements.answer(), elements.position());
                sink.complete();
                return;
            }
            E element = sink.requestedFromDownstream() > 0 ? elements.poll() : null;
            if (element == null) {
                return;
            }
            sink.next(element);
        }
    }

    private void close() {
        SequenceCursor<E> elements = cursor;
        cursor = null;
        if (elements != null) {
            elements.close();
        }
    }
}
