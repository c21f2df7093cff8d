package io.github.idempotency.sample.model;

import reactor.core.publisher.Flux;

/** Slow, paid by the token, and never says the same thing twice. */
public interface LanguageModel {

    Completion complete(String prompt);

    /** The answer piece by piece, as the model comes up with it. Asked anew by each subscriber. */
    Flux<String> stream(String prompt);
}
