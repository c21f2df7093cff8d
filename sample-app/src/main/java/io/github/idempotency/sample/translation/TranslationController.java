package io.github.idempotency.sample.translation;

import java.util.concurrent.CompletableFuture;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** Answers when the model has; until then no thread of the server is held. */
@RestController
class TranslationController {

    private final Translator translator;

    TranslationController(Translator translator) {
        this.translator = translator;
    }

    @PostMapping("/translations")
    @Idempotent(scope = "translations", profile = "expensive")
    CompletableFuture<Translation> translate(@Valid @RequestBody TranslationRequest request) {
        return translator.translate(request);
    }

    @ExceptionHandler
    ProblemDetail unknownLanguage(UnknownLanguageException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
    }
}
