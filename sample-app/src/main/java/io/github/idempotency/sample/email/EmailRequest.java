package io.github.idempotency.sample.email;

import jakarta.validation.constraints.NotBlank;

record EmailRequest(@NotBlank String customer, @NotBlank String topic) {}
