package io.github.idempotency.sample.chat;

import jakarta.validation.Valid;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.sample.model.LanguageModel;

/** However often its client loses the connection, and on however many screens the answer is read: one answer, paid once. */
@RestController
class ChatController {

    private final LanguageModel model;

    ChatController(LanguageModel model) {
        this.model = model;
    }

    // tag::chat[]
    @PostMapping(path = "/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Idempotent(scope = "chat", profile = "expensive", onInProgress = InProgressPolicy.ATTACH)
    Flux<Token> chat(@Valid @RequestBody ChatRequest request) {
        return model.stream(request.question()).map(piece -> new Token(piece.text()));
    }
    // end::chat[]
}
