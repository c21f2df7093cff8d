package io.github.idempotency.sample.document;

import jakarta.validation.constraints.NotBlank;

/** A document has changed. Sent at least once: the sender repeats it until it is acknowledged. */
record DocumentEvent(@NotBlank String eventId, @NotBlank String documentId) {}
