package io.github.idempotency.sample.translation;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Service;

import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.sample.model.Completion;
import io.github.idempotency.sample.model.LanguageModel;

/** Whoever asks for it, one text is translated once, and a language that nobody knows is looked for once. */
@Service
class Translator {

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private final LanguageModel model;

    private final AsyncTaskExecutor executor;

    Translator(LanguageModel model, AsyncTaskExecutor executor) {
        this.model = model;
        this.executor = executor;
    }

    @Idempotent(
            scope = "translated-texts",
            profile = "high-volume",
            key = "#request.language + ':' + #request.text",
            remember = UnknownLanguageException.class)
    public CompletableFuture<Translation> translate(TranslationRequest request) {
        if (!LANGUAGES.contains(request.language())) {
            throw new UnknownLanguageException("There is no language '" + request.language() + "'");
        }
        return CompletableFuture.supplyAsync(() -> ask(request), executor);
    }

    private Translation ask(TranslationRequest request) {
        Completion answer = model.complete("Translate into %s: %s".formatted(request.language(), request.text()));
        return new Translation(id(), request.language(), answer.text(), answer.tokens());
    }

    /** The same in every attempt at a text, on whatever thread. A call that runs unprotected has no context. */
    private static String id() {
        return IdempotencyContext.find()
                .map(context -> context.childKey("translation"))
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
