package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Reconciliation;

/**
 * Finds out what became of irreversible work whose owner died or failed. It may be asked by several callers at once and
 * must change nothing: what it answers takes effect by one of them, atomically. What it throws counts as
 * {@link Reconciliation#cannotTell()}.
 *
 * <p>Note that the question is about the key, not about the last execution: that one may have been begun only to store
 * what a reconciler had found out about an earlier one. Look for the effect by what all executions of the key share, as
 * {@link UnknownExecution#childKey}, never by token or attempt. And an owner that is merely paused can still act: say
 * that the effect did not happen only if it can no longer happen either.
 */
@FunctionalInterface
public interface Reconciler {

    /** Asked before a call with the same key is refused as {@code OUTCOME_UNKNOWN}. */
    Reconciliation<? extends @Nullable Object> reconcile(UnknownExecution execution);
}
