package io.github.idempotency.sample.model;

/** Slow, paid by the token, and never says the same thing twice. */
public interface LanguageModel {

    Completion complete(String prompt);
}
