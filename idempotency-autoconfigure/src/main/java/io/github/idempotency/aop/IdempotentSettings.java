package io.github.idempotency.aop;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;

/**
 * What one source says about a guarded method; null where it says nothing.
 *
 * @param profile Name of a bundle of settings under 'idempotency.profiles'.
 * @param ttl How long an answer is kept.
 * @param key SpEL that yields the key.
 * @param required Whether a call without a key is refused.
 * @param fingerprint SpEL that yields what must be equal, or 'off'.
 * @param lease How long a claim lives unless renewed.
 * @param effect What a second execution would do.
 * @param reconcileWith Method or Reconciler bean that finds out about an unknown outcome.
 * @param onInProgress What a duplicate of a running call gets.
 * @param onMismatch What a used key with another request gets.
 * @param maxResultSize Largest answer that is kept.
 */
public record IdempotentSettings(
        @Nullable String profile,
        @Nullable Duration ttl,
        @Nullable String key,
        @Nullable Boolean required,
        @Nullable String fingerprint,
        @Nullable Duration lease,
        @Nullable Effect effect,
        @Nullable String reconcileWith,
        @Nullable InProgressPolicy onInProgress,
        @Nullable MismatchPolicy onMismatch,
        @Nullable DataSize maxResultSize) {

    /** Says nothing. */
    public static final IdempotentSettings NONE =
            new IdempotentSettings(null, null, null, null, null, null, null, null, null, null, null);

    /** These settings, and the other's where these say nothing. */
    public IdempotentSettings orElse(IdempotentSettings other) {
        return new IdempotentSettings(
                first(other, IdempotentSettings::profile),
                first(other, IdempotentSettings::ttl),
                first(other, IdempotentSettings::key),
                first(other, IdempotentSettings::required),
                first(other, IdempotentSettings::fingerprint),
                first(other, IdempotentSettings::lease),
                first(other, IdempotentSettings::effect),
                first(other, IdempotentSettings::reconcileWith),
                first(other, IdempotentSettings::onInProgress),
                first(other, IdempotentSettings::onMismatch),
                first(other, IdempotentSettings::maxResultSize));
    }

    private <T> @Nullable T first(IdempotentSettings other, Function<IdempotentSettings, @Nullable T> setting) {
        T mine = setting.apply(this);
        return mine != null ? mine : setting.apply(other);
    }
}
