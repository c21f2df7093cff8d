package io.github.idempotency.sample.model;

import reactor.core.publisher.Flux;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;

/** Writes down each call, and tells the guarded call that made it what it has cost, or that nobody knows. */
class CountedModel implements LanguageModel {

    private final LanguageModel model;

    private final String name;

    private final ModelCalls calls;

    /** @param name what the model is called in the price list */
    CountedModel(LanguageModel model, String name, ModelCalls calls) {
        this.model = model;
        this.name = name;
        this.calls = calls;
    }

    @Override
    public Completion complete(String prompt) {
        calls.count(prompt);
        Cost cost = Cost.unknown(name);
        try {
            Completion completion = model.complete(prompt);
            if (completion.isCounted()) {
                cost = Cost.tokens(name, completion.read(), completion.written());
            }
            return completion;
        } finally {
            report(cost);
        }
    }

    private static void report(Cost cost) {
        IdempotencyContext.find().ifPresent(call -> call.recordCost(cost));
    }

    /** Whoever made the call is known by what it subscribes with. Pieces without text are not for it. */
    @Override
    public Flux<Completion> stream(String prompt) {
        return Flux.deferContextual(subscriber -> {
            calls.count(prompt);
            IdempotencyContext call = subscriber.getOrDefault(IdempotencyContext.class, null);
            Flux<Completion> answer = model.stream(prompt);
            return (call == null ? answer : new StreamedCost(call, name).toldWith(answer))
                    .filter(piece -> !piece.text().isEmpty());
        });
    }
}
