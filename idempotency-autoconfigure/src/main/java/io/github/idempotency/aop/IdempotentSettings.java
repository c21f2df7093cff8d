package io.github.idempotency.aop;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyPolicy;

/**
 * What one source says about a guarded method; null where it says nothing.
 *
 * @param profile Name of a bundle of settings under 'idempotency.profiles'.
 * @param store Store to use instead of the default one, or the name of a bean that is one.
 * @param ttl How long an answer is kept.
 * @param resultTtl How long an answer itself is kept, if it should be gone before its key is free again.
 * @param key SpEL that yields the key.
 * @param required Whether a call without a key is refused.
 * @param fingerprint SpEL that yields what must be equal, or 'off'.
 * @param lease How long a claim lives unless renewed.
 * @param effect What a second execution would do.
 * @param reconcileWith Method or Reconciler bean that finds out about an unknown outcome.
 * @param onInProgress What a duplicate of a running call gets.
 * @param waitTimeout How long a duplicate waits that does wait.
 * @param onMismatch What a used key with another request gets.
 * @param onStoreFailure What a call gets when the store cannot be asked.
 * @param onCancel What becomes of asynchronous work whose caller goes away.
 * @param drainTimeout How long it runs on at most when its caller has gone; 0 for as long as it likes.
 * @param maxResultSize Largest answer that is kept.
 * @param transactional Whether the method and the storing of its answer are one transaction.
 * @param nearReplay Whether a retry may be answered from a copy of the record in the same process.
 * @param releaseOn Exceptions that are known to precede the effect of irreversible work.
 * @param remember Exceptions of a service that are stored and thrown again.
 * @param requestFingerprint What of a request is compared, where the key is its header.
 * @param anonymous Whose the keys of callers are who are not authenticated.
 * @param succeededWhen SpEL over '#result' that says whether what a service returned is usable.
 * @param retry Transient retries of steps.
 * @param sampling Samples of steps.
 */
public record IdempotentSettings(
        @Nullable String profile,
        @Nullable String store,
        @Nullable Duration ttl,
        @Nullable Duration resultTtl,
        @Nullable String key,
        @Nullable Boolean required,
        @Nullable String fingerprint,
        @Nullable Duration lease,
        @Nullable Effect effect,
        @Nullable String reconcileWith,
        @Nullable InProgressPolicy onInProgress,
        @Nullable Duration waitTimeout,
        @Nullable MismatchPolicy onMismatch,
        @Nullable StoreFailurePolicy onStoreFailure,
        @Nullable CancelPolicy onCancel,
        @Nullable Duration drainTimeout,
        @Nullable DataSize maxResultSize,
        @Nullable Boolean transactional,
        @Nullable Boolean nearReplay,
        @Nullable Set<Class<? extends Throwable>> releaseOn,
        @Nullable Set<Class<? extends Throwable>> remember,
        @Nullable FingerprintSettings requestFingerprint,
        @Nullable AnonymousPolicy anonymous,
        @Nullable String succeededWhen,
        @Nullable RetrySettings retry,
        @Nullable SamplingSettings sampling) {

    /** Says nothing. */
    public static final IdempotentSettings NONE = new IdempotentSettings(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null);

    /** These settings, and the other's where these say nothing. */
    public IdempotentSettings orElse(IdempotentSettings other) {
        return new IdempotentSettings(
                first(other, IdempotentSettings::profile),
                first(other, IdempotentSettings::store),
                first(other, IdempotentSettings::ttl),
                first(other, IdempotentSettings::resultTtl),
                first(other, IdempotentSettings::key),
                first(other, IdempotentSettings::required),
                first(other, IdempotentSettings::fingerprint),
                first(other, IdempotentSettings::lease),
                first(other, IdempotentSettings::effect),
                first(other, IdempotentSettings::reconcileWith),
                first(other, IdempotentSettings::onInProgress),
                first(other, IdempotentSettings::waitTimeout),
                first(other, IdempotentSettings::onMismatch),
                first(other, IdempotentSettings::onStoreFailure),
                first(other, IdempotentSettings::onCancel),
                first(other, IdempotentSettings::drainTimeout),
                first(other, IdempotentSettings::maxResultSize),
                first(other, IdempotentSettings::transactional),
                first(other, IdempotentSettings::nearReplay),
                first(other, IdempotentSettings::releaseOn),
                first(other, IdempotentSettings::remember),
                fingerprinted().orElse(other.fingerprinted()),
                first(other, IdempotentSettings::anonymous),
                first(other, IdempotentSettings::succeededWhen),
                retried().orElse(other.retried()),
                sampled().orElse(other.sampled()));
    }

    /** How steps are retried that fail for a while. */
    public RetrySettings retried() {
        return or(retry, RetrySettings.NONE);
    }

    /** How often steps are sampled whose answers are not usable. */
    public SamplingSettings sampled() {
        return or(sampling, SamplingSettings.NONE);
    }

    FingerprintSettings fingerprinted() {
        return or(requestFingerprint, FingerprintSettings.NONE);
    }

    /**
     * The policy these settings amount to, defaults filled in.
     *
     * @throws IllegalArgumentException if a duration is out of bounds or two of these contradict each other
     */
    public IdempotencyPolicy policy() {
        IdempotencyPolicy defaults = IdempotencyPolicy.DEFAULT;
        requireConsistency();
        Duration kept = bounded("ttl", or(ttl, defaults.ttl()), 3660);
        return new IdempotencyPolicy(
                kept,
                resultTtl == null ? null : within(kept, bounded("resultTtl", resultTtl, 3660)),
                bounded("lease", or(lease, defaults.lease()), 366),
                or(effect, defaults.effect()),
                or(onInProgress, defaults.onInProgress()),
                bounded("waitTimeout", or(waitTimeout, defaults.waitTimeout()), 1),
                or(onMismatch, defaults.onMismatch()),
                or(onStoreFailure, defaults.onStoreFailure()),
                or(onCancel, defaults.onCancel()),
                drained(or(drainTimeout, defaults.drainTimeout())),
                maxResultSize == null ? defaults.maxResultSize() : maxResultSize.toBytes(),
                or(transactional, defaults.transactional()),
                or(nearReplay, defaults.nearReplay()),
                or(releaseOn, defaults.releaseOn()));
    }

    private void requireConsistency() {
        if (Boolean.TRUE.equals(transactional) && onStoreFailure == StoreFailurePolicy.RUN_UNPROTECTED) {
            throw new IllegalArgumentException("has transactional = true and onStoreFailure = RUN_UNPROTECTED, which"
                    + " would run it without its transaction: write onStoreFailure = REFUSE");
        }
        for (Class<?> type : or(releaseOn, Set.<Class<?>>of())) {
            if (!Throwable.class.isAssignableFrom(type)) {
                throw new IllegalArgumentException("has releaseOn = " + type.getName() + ", which is no Throwable");
            }
            if (remember != null && remember.contains(type)) {
                throw new IllegalArgumentException(
                        "has " + type.getSimpleName() + " in both remember and releaseOn: decide for one");
            }
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** Whether an answer is to be gone before its key. */
    public boolean forgetsEarly() {
        return resultTtl != null && resultTtl.compareTo(or(ttl, IdempotencyPolicy.DEFAULT.ttl())) < 0;
    }

    private static @Nullable Duration within(Duration ttl, Duration resultTtl) {
        if (resultTtl.compareTo(ttl) > 0) {
            throw new IllegalArgumentException("has resultTtl = " + resultTtl + ", longer than its ttl = " + ttl
                    + ": an answer cannot outlive its key, so write at most that, or raise ttl");
        }
        return resultTtl.equals(ttl) ? null : resultTtl;
    }

    private static Duration drained(Duration drainTimeout) {
        return drainTimeout.isZero() ? drainTimeout : bounded("drainTimeout", drainTimeout, 366);
    }

    private static Duration bounded(String name, Duration value, int longestDays) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(longestDays)) > 0) {
            throw new IllegalArgumentException(
                    "has " + name + " = " + value + ": it must be from 1ms to " + longestDays + "d");
        }
        return value;
    }

    private <T> @Nullable T first(IdempotentSettings other, Function<IdempotentSettings, @Nullable T> setting) {
        T mine = setting.apply(this);
        return mine != null ? mine : setting.apply(other);
    }
}
