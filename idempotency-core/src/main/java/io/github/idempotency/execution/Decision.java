package io.github.idempotency.execution;

/** What to do about a call: run it, give the stored answer, or the one that is being given, or run it unprotected. A refusal is an exception instead. */
public sealed interface Decision permits Execution, Replay, Attachment, Unprotected {}
