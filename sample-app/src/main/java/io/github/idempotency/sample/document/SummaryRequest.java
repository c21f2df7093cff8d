package io.github.idempotency.sample.document;

import jakarta.validation.constraints.NotBlank;

record SummaryRequest(@NotBlank String documentId) {}
