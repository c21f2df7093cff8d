package io.github.idempotency.execution;

import java.time.Instant;

import io.github.idempotency.store.Outcome;

/**
 * The authoritative answer of an earlier execution.
 *
 * @param outcome how that execution ended
 * @param bytes the encoded answer, not copied
 * @param startedAt when that execution began, by the store's clock
 * @param expiresAt when the store forgets the answer
 */
public record Replay(Outcome outcome, byte[] bytes, Instant startedAt, Instant expiresAt) implements Decision {}
