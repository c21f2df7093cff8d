package io.github.idempotency.sample.document;

import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** The sender knows nothing of keys, but its event has an id: that is the key. */
@RestController
class DocumentWebhookController {

    private final Summarizer summarizer;

    DocumentWebhookController(Summarizer summarizer) {
        this.summarizer = summarizer;
    }

    @PostMapping("/webhooks/documents")
    @Idempotent(scope = "document-events", profile = "expensive", key = "#event.eventId")
    Summary documentChanged(@Valid @RequestBody DocumentEvent event) {
        return summarizer.summarize(event.documentId());
    }
}
