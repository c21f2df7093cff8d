package io.github.idempotency.sample.transfer;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/** The amount is in the smallest unit of the currency. */
record TransferRequest(
        @NotBlank String from,
        @NotBlank String to,
        @Positive long amount) {}
