package io.github.idempotency.execution;

import java.util.Map;

import io.github.idempotency.Effect;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.store.Fingerprint;

/**
 * A part of a guarded call that has a record of its own, so that a call that is run again after a crash takes only the steps
 * that have not been taken. Thread-safe.
 *
 * <p>Its record is kept as those of the call are. A step may be taken twice and is refused to another request under its
 * key. It waits for one that still runs: the lease of a crashed owner's step ends a little after that of the call.
 */
public final class GuardedStep {

    private final IdempotencyContext within;

    private final String kind;

    private final String name;

    private final String key;

    private final Fingerprint fingerprint;

    private GuardedStep(IdempotencyContext within, String kind, String name, String key, Fingerprint fingerprint) {
        this.within = within;
        this.kind = kind;
        this.name = name;
        this.key = key;
        this.fingerprint = fingerprint;
    }

    /**
     * The next of the call's steps of that kind and name, as {@link IdempotencyContext#nextChildKey(String)} counts them:
     * but after a step that has failed, the same request is the same step.
     *
     * @param kind what it is, the last part of its scope: without a slash
     * @param name what is counted by itself, for steps that run side by side; empty for all that have none
     */
    public static GuardedStep next(IdempotencyContext within, String kind, String name, Fingerprint fingerprint) {
        String counted = name.isEmpty() ? kind : kind + "/" + name;
        String failed = within.failedSteps().remove(request(counted, fingerprint));
        return new GuardedStep(
                within, kind, counted, failed == null ? within.nextChildKey(counted) : failed, fingerprint);
    }

    /**
     * The step of that key.
     *
     * @param kind what it is, the last part of its scope: without a slash
     * @param key one that no other step of this call has; the same in every attempt
     */
    public static GuardedStep of(IdempotencyContext within, String kind, String key, Fingerprint fingerprint) {
        String counted = kind + "/" + key;
        return new GuardedStep(within, kind, counted, within.childKey(counted), fingerprint);
    }

    /** The scope of the call itself, also in the context of one of its steps. */
    public static String scopeOf(IdempotencyContext context) {
        String scope = context.scope();
        return isStep(context) ? scope.substring(0, scope.lastIndexOf('/')) : scope;
    }

    /** Whether the context is that of a step. */
    public static boolean isStep(IdempotencyContext context) {
        return context.operation().layer() == Layer.STEP;
    }

    /** Whether the context is that of a step of the kind. */
    public static boolean isWithin(IdempotencyContext context, String kind) {
        return isStep(context) && context.scope().endsWith("/" + kind);
    }

    /** What the engine executes. */
    public IdempotentOperation operation() {
        IdempotentOperation call = within.operation();
        KeyScope scope = new KeyScope(call.namespace(), scopeOf(within) + "/" + kind, "");
        IdempotencyPolicy policy = call.policy();
        return IdempotentOperation.of(scope, key)
                .with(fingerprint)
                .with(Layer.STEP)
                .with(policy.withEffect(Effect.REPEATABLE)
                        .withTransactional(false)
                        .withOnMismatch(MismatchPolicy.REJECT)
                        .waiting(policy.lease().plus(policy.waitTimeout())));
    }

    /** The name of the step's key: 22 characters of base64url, the same in every attempt. */
    public String key() {
        return key;
    }

    /** It has failed, so the next step of the same request is this one again. */
    public void failed() {
        Map<String, String> failed = within.failedSteps();
        failed.put(request(name, fingerprint), key);
    }

    /** It has succeeded after it had failed: the next step of the same request is another one. */
    public void succeeded() {
        Map<String, String> failed = within.failedSteps();
        failed.remove(request(name, fingerprint), key);
    }

    private static String request(String name, Fingerprint fingerprint) {
        return name + "/" + fingerprint;
    }
}
