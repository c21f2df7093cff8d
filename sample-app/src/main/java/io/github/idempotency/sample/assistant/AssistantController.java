package io.github.idempotency.sample.assistant;

import jakarta.validation.Valid;

import org.springframework.context.annotation.Lazy;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** Wherever a run breaks off, the next one with its key goes on there. */
@RestController
class AssistantController {

    private final Assistant assistant;

    AssistantController(@Lazy Assistant assistant) {
        this.assistant = assistant;
    }

    // tag::assistant[]
    @PostMapping("/assistant")
    @Idempotent(scope = "assistant", profile = "expensive")
    AssistantAnswer run(@Valid @RequestBody AssistantRequest request) {
        return assistant.run(request.task());
    }
    // end::assistant[]
}
