package io.github.idempotency.reactive;

import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerCodecConfigurer;

import io.github.idempotency.web.HttpSettings;

/**
 * What every exchange needs.
 *
 * @param settings how guarded handlers speak HTTP
 * @param answers the answers that are given instead of handlers'
 * @param operations the answers about accepted calls
 * @param errors the answers to handlers' exceptions
 * @param threads wait for the store
 * @param codecs read forms
 * @param owners knows whose keys they are; null if the thread says it
 */
public record ReactiveParts(
        HttpSettings settings,
        ReactiveAnswers answers,
        ReactiveOperationAnswers operations,
        ErrorAnswers errors,
        StoreThreads threads,
        ServerCodecConfigurer codecs,
        @Nullable ReactiveKeyOwnerResolver owners) {}
