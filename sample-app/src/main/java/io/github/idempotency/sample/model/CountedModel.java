package io.github.idempotency.sample.model;

import reactor.core.publisher.Flux;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;

/** Writes down each call, and tells the guarded call that made it what it has cost. */
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
        Completion completion = model.complete(prompt);
        IdempotencyContext.find()
                .ifPresent(call -> call.recordCost(Cost.tokens(name, completion.read(), completion.written())));
        return completion;
    }

    @Override
    public Flux<String> stream(String prompt) {
        return Flux.defer(() -> {
            calls.count(prompt);
            return model.stream(prompt);
        });
    }
}
