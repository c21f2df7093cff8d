package io.github.idempotency.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** The transitions of a record as pure functions, for stores that keep records as objects. */
final class Records {

    private Records() {}

    static IdempotencyRecord claimed(ClaimRequest request, long token, int attempt, Instant now) {
        Instant leaseUntil = now.plus(request.lease());
        return new IdempotencyRecord(
                RecordState.IN_PROGRESS,
                request.scope(),
                token,
                attempt,
                request.effect(),
                request.fingerprint(),
                now,
                leaseUntil,
                null,
                leaseUntil.plus(request.retention()),
                null,
                null,
                0);
    }

    static IdempotencyRecord completed(IdempotencyRecord claimed, Result result, Duration retention, Instant now) {
        Duration shorter = result.retentionWithin(retention);
        Result kept = new Result(result.outcome(), result.bytes(), null, result.particulars());
        IdempotencyRecord completed =
                copy(claimed, RecordState.COMPLETED, null, null, now, now.plus(retention), kept, 0);
        return shorter == null ? completed : withResult(completed, kept, now.plus(shorter));
    }

    /** The record, without the bytes of a result whose time is over. */
    static IdempotencyRecord withoutExpiredResult(IdempotencyRecord current, Instant now) {
        Result result = current.result();
        Instant until = current.resultUntil();
        return result == null || until == null || now.isBefore(until)
                ? current
                : withResult(current, result.withoutBytes(), null);
    }

    static IdempotencyRecord settled(IdempotencyRecord claimed, RecordState state, Instant now) {
        return copy(claimed, state, claimed.scope(), null, now, claimed.expiresAt(), null, 0);
    }

    /** The expiry moves along with the lease, so the record still outlives it by the retention. */
    static IdempotencyRecord renewed(IdempotencyRecord claimed, Instant leaseUntil) {
        Duration shift = Duration.between(leaseUntil(claimed), leaseUntil);
        Instant expiresAt = claimed.expiresAt().plus(shift);
        return copy(claimed, RecordState.IN_PROGRESS, claimed.scope(), leaseUntil, null, expiresAt, null, 0);
    }

    static IdempotencyRecord replayed(IdempotencyRecord completed, int replays) {
        return copy(completed, completed.result(), completed.resultUntil(), completed.replays() + replays);
    }

    private static IdempotencyRecord withResult(
            IdempotencyRecord completed, Result result, @Nullable Instant resultUntil) {
        return copy(completed, result, resultUntil, completed.replays());
    }

    private static IdempotencyRecord copy(
            IdempotencyRecord completed, @Nullable Result result, @Nullable Instant resultUntil, long replays) {
        return new IdempotencyRecord(
                completed.state(),
                completed.scope(),
                completed.token(),
                completed.attempt(),
                completed.effect(),
                completed.fingerprint(),
                completed.startedAt(),
                null,
                completed.settledAt(),
                completed.expiresAt(),
                result,
                resultUntil,
                replays);
    }

    static boolean ownedBy(IdempotencyRecord current, long token) {
        return current.state() == RecordState.IN_PROGRESS && current.token() == token;
    }

    static boolean liveClaim(IdempotencyRecord current, Instant now) {
        return current.state() == RecordState.IN_PROGRESS && now.isBefore(leaseUntil(current));
    }

    static boolean intent(IdempotencyRecord current, Instant now) {
        return current.state() == RecordState.UNKNOWN
                || current.state() == RecordState.IN_PROGRESS && !now.isBefore(leaseUntil(current));
    }

    /** In the order of the references, of which the last one told says where the next page begins. */
    static IntentPage intents(
            Map<StoreKey, IdempotencyRecord> records, @Nullable String after, int limit, Instant now) {
        List<Intent> found = records.entrySet().stream()
                .filter(entry -> now.isBefore(entry.getValue().expiresAt()) && intent(entry.getValue(), now))
                .filter(entry -> after == null || entry.getKey().reference().compareTo(after) > 0)
                .sorted(Comparator.comparing(entry -> entry.getKey().reference()))
                .limit(limit)
                .map(entry -> new Intent(
                        entry.getKey(), Objects.requireNonNull(entry.getValue().scope()), entry.getValue(), now))
                .toList();
        return new IntentPage(
                found,
                found.size() < limit ? null : found.get(found.size() - 1).key().reference());
    }

    static Instant leaseUntil(IdempotencyRecord claimed) {
        return Objects.requireNonNull(claimed.leaseUntil());
    }

    private static IdempotencyRecord copy(
            IdempotencyRecord from,
            RecordState state,
            @Nullable String scope,
            @Nullable Instant leaseUntil,
            @Nullable Instant settledAt,
            Instant expiresAt,
            @Nullable Result result,
            long replays) {
        return new IdempotencyRecord(
                state,
                scope,
                from.token(),
                from.attempt(),
                from.effect(),
                from.fingerprint(),
                from.startedAt(),
                leaseUntil,
                settledAt,
                expiresAt,
                result,
                null,
                replays);
    }
}
