package io.github.idempotency.store;

import java.time.Duration;

/**
 * One record per key, and the atomic steps on it. Every verb is a single atomic step in the store (one command, one
 * script, one statement): an implementation never reads and then writes. {@code complete}, {@code release} and
 * {@code markUnknown} compare the fencing token and the state {@link RecordState#IN_PROGRESS} first, always.
 *
 * <p>Time is the store's own clock. Every record expires. Implementations are thread-safe and pass
 * {@code IdempotencyStoreContract} of {@code idempotency-test}. A store that cannot be asked throws an unchecked
 * exception of its own; whether the step then happened is open. A store that finds something it cannot read where the
 * record should be throws {@link UnreadableRecordException} and leaves it as it is.
 */
public interface IdempotencyStore {

    /**
     * Claims the key or tells what stands in the way, in one round trip.
     *
     * <ol>
     *   <li>No record, or a released one: {@link Claim.Acquired}.
     *   <li>A record with another fingerprint: {@link Claim.Mismatch}, nothing changes.
     *   <li>Completed: {@link Claim.Completed}, and the replay is counted.
     *   <li>In progress, lease valid: {@link Claim.InProgress}.
     *   <li>In progress, lease expired, {@code REPEATABLE} claim: taken over, {@link Claim.Acquired}.
     *   <li>In progress, lease expired, {@code IRREVERSIBLE} claim: the record becomes unknown.
     *   <li>Unknown with the request's reconciled token: {@link Claim.Acquired}.
     *   <li>Unknown: {@link Claim.Unknown}.
     * </ol>
     *
     * A new claim's token is greater than any the key has had, across release, take-over and expiry. The record
     * expires one retention after the lease.
     */
    Claim claim(ClaimRequest request);

    /**
     * Stores the result if the claim is still the caller's; the record then expires after the retention. A late owner
     * whose lease has expired but whose claim nobody took over still completes.
     *
     * <p>The bytes of a result with a {@linkplain Result#retention() retention of its own} are told no longer than that,
     * and the store then deletes them, by itself and not when somebody asks next: at once, or by the next of its
     * periodic sweeps. The record stays what it is, with a result that was not retained.
     */
    Completion complete(StoreKey key, long token, Result result, Duration retention);

    /**
     * Frees the key for the next claim; token and attempt are remembered until the record expires.
     *
     * @return false if the claim was no longer the caller's, and nothing changed
     */
    boolean release(StoreKey key, long token);

    /**
     * Says that the effect may or may not have happened.
     *
     * @return false if the claim was no longer the caller's, and nothing changed
     */
    boolean markUnknown(StoreKey key, long token);
}
