package io.github.idempotency.reactive;

import org.springframework.http.codec.ServerCodecConfigurer;

import io.github.idempotency.web.HttpSettings;

/**
 * What every exchange needs.
 *
 * @param settings how guarded handlers speak HTTP
 * @param answers the answers that are given instead of handlers'
 * @param errors the answers to handlers' exceptions
 * @param threads wait for the store
 * @param codecs read forms
 */
public record ReactiveParts(
        HttpSettings settings,
        ReactiveAnswers answers,
        ErrorAnswers errors,
        StoreThreads threads,
        ServerCodecConfigurer codecs) {}
