package io.github.idempotency.execution;

/** A sequence of elements that an earlier call has given, or is giving. */
public sealed interface SequenceAnswer<E> permits StoredSequence, FollowedSequence {}
