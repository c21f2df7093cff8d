package io.github.idempotency.sample.model;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Flux;

/** Stands in for a model, and says so. Every answer differs, so a duplicate would show. */
class LocalModel implements LanguageModel {

    /** Forty tokens, the first six of {@link #WHO} and one that differs included. */
    private static final String SPEECH = "Each word here has an id. Cut the connection anywhere and resume: what you"
            + " missed comes from the record, what is still to come as it is made. Nobody pays for this twice.";

    private static final String WHO = "[local stand-in, no model configured] Answer";

    private final Duration delay;

    private final Duration pace;

    LocalModel(Duration delay, Duration pace) {
        this.delay = delay;
        this.pace = pace;
    }

    @Override
    public Completion complete(String prompt) {
        String text = "%s %s to: %s".formatted(WHO, UUID.randomUUID(), prompt);
        Completion completion = new Completion(text, words(prompt), words(text));
        return new CompletableFuture<Completion>()
                .completeOnTimeout(completion, delay.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    @Override
    public Flux<Completion> stream(String prompt) {
        return Flux.defer(() -> {
            String[] tokens =
                    "%s %s: %s".formatted(WHO, UUID.randomUUID(), SPEECH).split("(?= )");
            return Flux.fromArray(tokens)
                    .delayElements(pace)
                    .map(token -> new Completion(token, 0, 0))
                    .concatWithValues(new Completion("", words(prompt), tokens.length));
        });
    }

    private static long words(String text) {
        return text.split("\\s+").length;
    }
}
