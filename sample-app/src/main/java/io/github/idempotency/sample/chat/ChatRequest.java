package io.github.idempotency.sample.chat;

import jakarta.validation.constraints.NotBlank;

record ChatRequest(@NotBlank String question) {}
