package io.github.idempotency.sample.model;

import java.util.concurrent.atomic.AtomicReference;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;

/** What an answer has cost that comes piece by piece: nobody knows it of one that breaks off. */
record StreamedCost(IdempotencyContext call, String model) {

    /** The answer, which ends when the call has been told its cost: what is told later is not charged any more. */
    Flux<Completion> toldWith(Flux<Completion> answer) {
        return Flux.usingWhen(
                Mono.fromSupplier(() -> new AtomicReference<>(Cost.unknown(model))),
                cost -> answer.doOnNext(piece -> {
                    if (piece.isCounted()) {
                        cost.set(Cost.tokens(model, piece.read(), piece.written()));
                    }
                }),
                cost -> told(cost.get()),
                (cost, failure) -> told(Cost.unknown(model)),
                cost -> told(Cost.unknown(model)));
    }

    /** On a thread that may wait for the ledger. */
    private Publisher<?> told(Cost cost) {
        return Mono.fromRunnable(() -> call.recordCost(cost)).subscribeOn(Schedulers.boundedElastic());
    }
}
