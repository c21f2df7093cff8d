package io.github.idempotency.sample.model;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stands in for a model, and says so. Every answer differs, so a duplicate would show. */
class LocalModel implements LanguageModel {

    private final Duration delay;

    LocalModel(Duration delay) {
        this.delay = delay;
    }

    @Override
    public Completion complete(String prompt) {
        String text = "[local stand-in, no model configured] Answer %s to: %s".formatted(UUID.randomUUID(), prompt);
        Completion completion = new Completion(text, words(prompt) + words(text));
        return new CompletableFuture<Completion>()
                .completeOnTimeout(completion, delay.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    private static long words(String text) {
        return text.split("\\s+").length;
    }
}
