package io.github.idempotency.execution;

/** What to do about a call: run it, or give the stored answer. A refusal is an exception instead. */
public sealed interface Decision permits Execution, Replay {}
