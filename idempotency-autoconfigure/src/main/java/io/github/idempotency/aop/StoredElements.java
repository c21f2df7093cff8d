package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.execution.StoredSequence;

/** Reads a recorded sequence as fast as it is asked for, with two pages of it in memory at most. */
final class StoredElements {

    static final int PAGE = 256;

    private StoredElements() {}

    /** The elements from a position on, and what came after the last one. */
    static <E> Flux<E> of(StoredSequence<E> stored, int from) {
        int pages = (stored.size() - from + PAGE - 1) / PAGE;
        return Flux.range(0, pages)
                .concatMap(page -> page(stored, from + page * PAGE), 1)
                .concatMapIterable(elements -> elements, 1)
                .concatWith(Mono.defer(
                        () -> stored.failure().<Mono<E>>map(Mono::error).orElse(Mono.empty())));
    }

    /** What waits for the store is never interrupted: not every store would be of use afterwards. */
    private static <E> Mono<List<E>> page(StoredSequence<E> stored, int from) {
        return Mono.fromFuture(
                () -> CompletableFuture.supplyAsync(
                        () -> stored.read(from, PAGE), Schedulers.boundedElastic()::schedule),
                true);
    }
}
