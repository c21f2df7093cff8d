package io.github.idempotency.sample.model;

import reactor.core.publisher.Flux;

class CountedModel implements LanguageModel {

    private final LanguageModel model;

    private final ModelCalls calls;

    CountedModel(LanguageModel model, ModelCalls calls) {
        this.model = model;
        this.calls = calls;
    }

    @Override
    public Completion complete(String prompt) {
        calls.count(prompt);
        return model.complete(prompt);
    }

    @Override
    public Flux<String> stream(String prompt) {
        return Flux.defer(() -> {
            calls.count(prompt);
            return model.stream(prompt);
        });
    }
}
