package io.github.idempotency.sample.translation;

import jakarta.validation.constraints.NotBlank;

record TranslationRequest(@NotBlank String text, @NotBlank String language) {}
