package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.StoreKey;

/**
 * One call to be guarded, fully resolved. Immutable.
 *
 * @param namespace the application, for records
 * @param scope the operation, for records, events and metrics
 * @param key the caller's key as it came; never stored, logged or tagged
 * @param storeKey the record's name
 * @param fingerprint says whether a retry is the same request
 * @param policy how it is guarded
 * @param reconciler finds out about an unknown outcome; null if nobody can
 * @param layer what kind of call it is
 * @param validator tells whether what the action returned is usable
 */
public record IdempotentOperation(
        String namespace,
        String scope,
        String key,
        StoreKey storeKey,
        Fingerprint fingerprint,
        IdempotencyPolicy policy,
        @Nullable Reconciler reconciler,
        Layer layer,
        ResultValidator validator) {

    /** An operation whose every answer is usable. */
    public IdempotentOperation(
            String namespace,
            String scope,
            String key,
            StoreKey storeKey,
            Fingerprint fingerprint,
            IdempotencyPolicy policy,
            @Nullable Reconciler reconciler,
            Layer layer) {
        this(namespace, scope, key, storeKey, fingerprint, policy, reconciler, layer, ResultValidator.NONE);
    }

    /** An operation in the service layer. */
    public IdempotentOperation(
            String namespace,
            String scope,
            String key,
            StoreKey storeKey,
            Fingerprint fingerprint,
            IdempotencyPolicy policy,
            @Nullable Reconciler reconciler) {
        this(namespace, scope, key, storeKey, fingerprint, policy, reconciler, Layer.SERVICE);
    }

    /** An operation of the given key within the scope, without a fingerprint, under the default policy. */
    public static IdempotentOperation of(KeyScope scope, String key) {
        return new IdempotentOperation(
                scope.namespace(),
                scope.scope(),
                key,
                scope.storeKey(key),
                Fingerprint.NONE,
                IdempotencyPolicy.DEFAULT,
                null);
    }

    /** The operation of that name within the scope, whose key is not known. */
    static IdempotentOperation of(KeyScope scope, OperationId id) {
        return new IdempotentOperation(
                scope.namespace(),
                scope.scope(),
                "",
                scope.storeKey(id),
                Fingerprint.NONE,
                IdempotencyPolicy.DEFAULT,
                null);
    }

    public IdempotentOperation with(Fingerprint fingerprint) {
        return new IdempotentOperation(
                namespace, scope, key, storeKey, fingerprint, policy, reconciler, layer, validator);
    }

    public IdempotentOperation with(IdempotencyPolicy policy) {
        return new IdempotentOperation(
                namespace, scope, key, storeKey, fingerprint, policy, reconciler, layer, validator);
    }

    /** The operation with somebody to ask about an unknown outcome. */
    public IdempotentOperation with(@Nullable Reconciler reconciler) {
        return new IdempotentOperation(
                namespace, scope, key, storeKey, fingerprint, policy, reconciler, layer, validator);
    }

    /** The operation as a call of another kind. */
    public IdempotentOperation with(Layer layer) {
        return new IdempotentOperation(
                namespace, scope, key, storeKey, fingerprint, policy, reconciler, layer, validator);
    }

    /** The operation with somebody to judge its answers. */
    public IdempotentOperation judgedBy(ResultValidator validator) {
        return new IdempotentOperation(
                namespace, scope, key, storeKey, fingerprint, policy, reconciler, layer, validator);
    }

    /** The name by which its owner can ask what has become of it. */
    public OperationId id() {
        return OperationId.of(scope, key);
    }

    /** What a record must have been made with to be this operation's. */
    Fingerprint compared() {
        return policy.onMismatch() == MismatchPolicy.REPLAY_ORIGINAL ? Fingerprint.NONE : fingerprint;
    }

    ClaimRequest claimRequest() {
        return new ClaimRequest(
                storeKey,
                KeyScope.recorded(namespace, scope),
                compared(),
                policy.effect(),
                policy.lease(),
                policy.ttl());
    }

    @Override
    public String toString() {
        return scope + "/" + storeKey;
    }
}
