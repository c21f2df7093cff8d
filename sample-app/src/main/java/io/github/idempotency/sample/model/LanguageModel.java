package io.github.idempotency.sample.model;

import reactor.core.publisher.Flux;

/** Slow, paid by the token, and never says the same thing twice. */
public interface LanguageModel {

    Completion complete(String prompt);

    /**
     * The answer piece by piece, as the model comes up with it. Asked anew by each subscriber. What all of it comes to is said
     * by the last piece that says anything of that; the others have read and written 0.
     */
    Flux<Completion> stream(String prompt);
}
