package io.github.idempotency.execution;

/** The store could not be asked, and the policy is to run nevertheless: nothing is claimed and nothing will be stored. */
public record Unprotected() implements Decision {}
