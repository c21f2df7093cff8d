package io.github.idempotency.sample.assistant;

import jakarta.validation.constraints.NotBlank;

record AssistantRequest(@NotBlank String task) {}
