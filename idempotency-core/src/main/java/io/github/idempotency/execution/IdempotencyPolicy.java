package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.StoreFailurePolicy;

/**
 * How one operation is guarded. Immutable; start from {@link #DEFAULT}.
 *
 * @param ttl how long a key is used up, and its answer kept unless that is kept less long
 * @param resultTtl how long the answer itself is kept, if that is less long; null for as long as the key
 * @param lease how long a claim lives unless renewed
 * @param effect what a second execution would do
 * @param onInProgress what a duplicate of a running call gets
 * @param waitTimeout how long a duplicate waits that does wait
 * @param onMismatch what a used key with another request gets
 * @param onStoreFailure what a call gets when the store cannot be asked
 * @param onCancel what becomes of the work of a caller that goes away
 * @param drainTimeout how long it runs on at most where it runs on; zero for as long as it likes
 * @param maxResultSize the largest answer that is kept, in bytes; a larger one is given but not retained
 * @param transactional whether the action and its completion are one transaction of the store's database
 * @param nearReplay whether a retry may be answered from a copy of the record in the same process
 * @param releaseOn exceptions of the action, subclasses included, that are known to precede its effect
 */
public record IdempotencyPolicy(
        Duration ttl,
        @Nullable Duration resultTtl,
        Duration lease,
        Effect effect,
        InProgressPolicy onInProgress,
        Duration waitTimeout,
        MismatchPolicy onMismatch,
        StoreFailurePolicy onStoreFailure,
        CancelPolicy onCancel,
        Duration drainTimeout,
        long maxResultSize,
        boolean transactional,
        boolean nearReplay,
        Set<Class<? extends Throwable>> releaseOn) {

    /** A day, a lease of 30 seconds, repeatable, every refusal, ten minutes without a caller, one mebibyte. */
    public static final IdempotencyPolicy DEFAULT = new IdempotencyPolicy(
            Duration.ofHours(24),
            null,
            Duration.ofSeconds(30),
            Effect.REPEATABLE,
            InProgressPolicy.REJECT,
            Duration.ofSeconds(10),
            MismatchPolicy.REJECT,
            StoreFailurePolicy.REFUSE,
            CancelPolicy.DRAIN,
            Duration.ofMinutes(10),
            1024 * 1024,
            false,
            true,
            Set.of());

    public IdempotencyPolicy {
        releaseOn = Set.copyOf(releaseOn);
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "drainTimeout is " + drainTimeout + ": write 0 for no bound, or how long");
        }
    }

    public IdempotencyPolicy withTtl(Duration ttl) {
        return with(draft -> draft.ttl = ttl);
    }

    /** With answers that are deleted before their key is free again; null for answers that are kept as long. */
    public IdempotencyPolicy withResultTtl(@Nullable Duration resultTtl) {
        return with(draft -> draft.resultTtl = resultTtl);
    }

    public IdempotencyPolicy withLease(Duration lease) {
        return with(draft -> draft.lease = lease);
    }

    public IdempotencyPolicy withEffect(Effect effect) {
        return with(draft -> draft.effect = effect);
    }

    /** With duplicates that wait for the first answer, at most this long. */
    public IdempotencyPolicy waiting(Duration waitTimeout) {
        return with(draft -> {
            draft.onInProgress = InProgressPolicy.WAIT;
            draft.waitTimeout = waitTimeout;
        });
    }

    /** With duplicates that get the first answer as it is given. */
    public IdempotencyPolicy attaching() {
        return with(draft -> draft.onInProgress = InProgressPolicy.ATTACH);
    }

    public IdempotencyPolicy withOnStoreFailure(StoreFailurePolicy onStoreFailure) {
        return with(draft -> draft.onStoreFailure = onStoreFailure);
    }

    public IdempotencyPolicy withOnCancel(CancelPolicy onCancel) {
        return with(draft -> draft.onCancel = onCancel);
    }

    /** With work that runs on at most this long when its caller has gone; zero for as long as it likes. */
    public IdempotencyPolicy withDrainTimeout(Duration drainTimeout) {
        return with(draft -> draft.drainTimeout = drainTimeout);
    }

    public IdempotencyPolicy withOnMismatch(MismatchPolicy onMismatch) {
        return with(draft -> draft.onMismatch = onMismatch);
    }

    public IdempotencyPolicy withMaxResultSize(long maxResultSize) {
        return with(draft -> draft.maxResultSize = maxResultSize);
    }

    /** With the action and its completion in one transaction of the store's database, or each on its own. */
    public IdempotencyPolicy withTransactional(boolean transactional) {
        return with(draft -> draft.transactional = transactional);
    }

    /** With retries that may be answered from a {@linkplain NearRecords copy} of the record, or by the store only. */
    public IdempotencyPolicy withNearReplay(boolean nearReplay) {
        return with(draft -> draft.nearReplay = nearReplay);
    }

    public IdempotencyPolicy withReleaseOn(Set<Class<? extends Throwable>> releaseOn) {
        return with(draft -> draft.releaseOn = releaseOn);
    }

    private IdempotencyPolicy with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.policy();
    }

    /** Whether the exception is known to precede the effect; nothing is known of none, or of work that was given up. */
    public boolean precedesEffect(@Nullable Throwable failure) {
        return !(failure instanceof GivenUp) && releaseOn.stream().anyMatch(type -> type.isInstance(failure));
    }

    /** A policy while one thing about it is changed. */
    private static final class Draft {

        private Duration ttl;
        private @Nullable Duration resultTtl;
        private Duration lease;
        private Effect effect;
        private InProgressPolicy onInProgress;
        private Duration waitTimeout;
        private MismatchPolicy onMismatch;
        private StoreFailurePolicy onStoreFailure;
        private CancelPolicy onCancel;
        private Duration drainTimeout;
        private long maxResultSize;
        private boolean transactional;
        private boolean nearReplay;
        private Set<Class<? extends Throwable>> releaseOn;

        Draft(IdempotencyPolicy policy) {
            ttl = policy.ttl;
            resultTtl = policy.resultTtl;
            lease = policy.lease;
            effect = policy.effect;
            onInProgress = policy.onInProgress;
            waitTimeout = policy.waitTimeout;
            onMismatch = policy.onMismatch;
            onStoreFailure = policy.onStoreFailure;
            onCancel = policy.onCancel;
            drainTimeout = policy.drainTimeout;
            maxResultSize = policy.maxResultSize;
            transactional = policy.transactional;
            nearReplay = policy.nearReplay;
            releaseOn = policy.releaseOn;
        }

        IdempotencyPolicy policy() {
            return new IdempotencyPolicy(
                    ttl,
                    resultTtl,
                    lease,
                    effect,
                    onInProgress,
                    waitTimeout,
                    onMismatch,
                    onStoreFailure,
                    onCancel,
                    drainTimeout,
                    maxResultSize,
                    transactional,
                    nearReplay,
                    releaseOn);
        }
    }
}
