package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;

/** The words of every refusal, fit for a stranger's eyes: no key, no name of ours. */
final class Refusals {

    static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    static IdempotencyException storeUnavailable(RuntimeException cause) {
        return new IdempotencyException(
                IdempotencyProblem.STORE_UNAVAILABLE,
                "The idempotency store could not be asked, so nothing was run",
                SOON,
                cause);
    }

    static IdempotencyException rolledBack(RuntimeException cause) {
        return new IdempotencyException(
                IdempotencyProblem.STORE_UNAVAILABLE,
                "The answer could not be stored in the transaction of the call, so all of it was rolled back",
                SOON,
                cause);
    }

    static IdempotencyException mismatch() {
        return new IdempotencyException(
                IdempotencyProblem.KEY_REUSED,
                "The idempotency key was used before with a different request: send a new key");
    }

    static IdempotencyException outcomeUnknown() {
        return new IdempotencyException(
                IdempotencyProblem.OUTCOME_UNKNOWN,
                "An earlier request with this idempotency key ended without a known outcome: it will not be repeated"
                        + " until the outcome has been settled");
    }

    static IdempotencyException notRetained() {
        return new IdempotencyException(
                IdempotencyProblem.RESPONSE_NOT_RETAINED,
                "The request with this idempotency key completed, but its answer was not retained");
    }

    static IdempotencyException partNotRetained() {
        return new IdempotencyException(
                IdempotencyProblem.RESPONSE_NOT_RETAINED,
                "The request with this idempotency key completed, but a part of its answer was not retained");
    }

    static IdempotencyException unreadableAnswer(RuntimeException cause) {
        return new IdempotencyException(
                IdempotencyProblem.RESPONSE_NOT_RETAINED,
                "The request with this idempotency key completed, but its stored answer cannot be read",
                null,
                cause);
    }

    static IdempotencyException unreadableRecord(RuntimeException cause) {
        return new IdempotencyException(
                IdempotencyProblem.OUTCOME_UNKNOWN,
                "This idempotency key was used before, and what was recorded then cannot be read: nothing will be run"
                        + " until an operator has seen to it",
                null,
                cause);
    }

    /** The call has been given free and has no answer until somebody runs it again. */
    static IdempotencyException notRunning() {
        return new IdempotencyException(
                IdempotencyProblem.OPERATION_NOT_FOUND,
                "The operation has no result: it failed or was given up, and runs again when its request is sent again");
    }

    /** What was followed has ended without an answer, and the key is free or about to be. */
    static IdempotencyException brokenOff() {
        return new IdempotencyException(
                IdempotencyProblem.IN_PROGRESS,
                "The first request with this idempotency key was broken off: send it again",
                SOON,
                null);
    }

    /** What has been given is not what every later call will get. */
    static IdempotencyException superseded() {
        return new IdempotencyException(
                IdempotencyProblem.IN_PROGRESS,
                "Another request with this idempotency key has completed meanwhile, and its answer is the one that holds:"
                        + " send the request again to get it",
                SOON,
                null);
    }

    static IdempotencyException nothingToResume() {
        return new IdempotencyException(
                IdempotencyProblem.NOTHING_TO_RESUME,
                "There is no recorded answer that could go on after the frame named in Last-Event-ID: send the request"
                        + " without it to begin anew");
    }

    /** @param typical how long such a call takes; zero if it is not known */
    static IdempotencyException inProgress(Claim.InProgress claim, Duration typical) {
        return inProgress(patience(claim.record(), typical, claim.observedAt()));
    }

    static IdempotencyException inProgress(Duration retryAfter) {
        return new IdempotencyException(
                IdempotencyProblem.IN_PROGRESS,
                "A request with this idempotency key is still running",
                retryAfter,
                null);
    }

    /**
     * Until such a call is usually over. If that is past, as long as the call is late; and so as long as it has run if
     * nothing is known of such calls. At least a second, and not beyond the lease.
     */
    static Duration patience(IdempotencyRecord record, Duration typical, Instant now) {
        Instant leaseUntil = record.leaseUntil();
        Duration elapsed = Duration.between(record.startedAt(), now);
        Duration left = leaseUntil == null ? SOON : Duration.between(now, leaseUntil);
        Duration expected = typical.minus(elapsed).abs();
        Duration patience = expected.compareTo(left) < 0 ? expected : left;
        return patience.compareTo(SOON) < 0 ? SOON : patience;
    }
}
