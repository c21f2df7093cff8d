package io.github.idempotency.store;

import java.time.Duration;

import io.github.idempotency.Effect;

/**
 * What a claim asks for.
 *
 * @param key the record
 * @param scope what the record will say it belongs to while it has no result
 * @param fingerprint of this request
 * @param effect what an expired lease means
 * @param lease how long the claim lives unless renewed; from one millisecond to a year
 * @param retention how long the record outlives its lease; from one millisecond to ten years
 * @param reconciledToken the token of an unknown record whose outcome the caller has found out, so that this claim may
 *     follow it; 0 for none
 * @param awaited whether the caller means to wait if the key is in progress, and wants to be told of the end
 */
public record ClaimRequest(
        StoreKey key,
        String scope,
        Fingerprint fingerprint,
        Effect effect,
        Duration lease,
        Duration retention,
        long reconciledToken,
        boolean awaited) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public ClaimRequest {
        requireBetween("lease", lease, Duration.ofDays(366));
        requireBetween("retention", retention, Duration.ofDays(3660));
    }

    /** A claim that no unknown record gives way to, by a caller who does not wait. */
    public ClaimRequest(
            StoreKey key, String scope, Fingerprint fingerprint, Effect effect, Duration lease, Duration retention) {
        this(key, scope, fingerprint, effect, lease, retention, 0, false);
    }

    /** This claim, made by somebody who has found out what became of the execution with the token. */
    public ClaimRequest reconciled(long token) {
        return new ClaimRequest(key, scope, fingerprint, effect, lease, retention, token, awaited);
    }

    /** This claim, made by a caller who wants to be told when somebody else's ends. */
    public ClaimRequest awaiting() {
        return new ClaimRequest(key, scope, fingerprint, effect, lease, retention, reconciledToken, true);
    }

    private static void requireBetween(String name, Duration value, Duration longest) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "The " + name + " must be from " + SHORTEST + " to " + longest + " but is " + value);
        }
    }
}
