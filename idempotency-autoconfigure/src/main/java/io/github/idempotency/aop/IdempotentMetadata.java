package io.github.idempotency.aop;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.key.CallExpression;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.key.GuardedCall;

/**
 * Everything that annotation and configuration say about one guarded method. Immutable and cached.
 *
 * @param scope what the method's keys are unique within
 * @param settings all that is said about it
 * @param policy how it is guarded
 * @param required whether a call without a key is refused
 * @param key yields the key; null where the adapter does
 * @param fingerprint yields what must be equal; null where the adapter does, or nothing must
 * @param implicitFingerprint whether the adapter says what must be equal
 * @param selection what the adapter compares then
 * @param succeededWhen says whether what it returned is usable; null if nothing does
 * @param reconciler finds out about an unknown outcome; null if nobody can
 * @param anonymous whose the keys of nobody in particular are
 * @param adapter the kind of method
 */
public record IdempotentMetadata(
        String scope,
        IdempotentSettings settings,
        IdempotencyPolicy policy,
        boolean required,
        @Nullable CallExpression key,
        @Nullable CallExpression fingerprint,
        boolean implicitFingerprint,
        FingerprintSelection selection,
        @Nullable CallExpression succeededWhen,
        @Nullable Function<GuardedCall, Reconciler> reconciler,
        AnonymousPolicy anonymous,
        InvocationAdapter adapter) {

    /** The name of the store of its records; null for the default one. */
    @Nullable
    String store() {
        return settings.store();
    }
}
