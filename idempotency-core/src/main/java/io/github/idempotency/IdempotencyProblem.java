package io.github.idempotency;

import java.util.Locale;

/**
 * Why a call was refused. The names are stable: {@link #type()} ends the problem type of an HTTP answer (RFC 9457),
 * {@link #code()} is its {@code code} member.
 */
public enum IdempotencyProblem {

    /** A key is required and none was given. */
    KEY_MISSING("idempotency_key_required"),

    /** The key has a form that is not allowed. */
    KEY_INVALID("idempotency_key_invalid"),

    /** The caller is not authenticated, and keys of such callers are refused. */
    OWNER_MISSING("idempotency_owner_required"),

    /** The key was used before with another request. */
    KEY_REUSED("idempotency_conflict"),

    /** The first call with this key still runs. */
    IN_PROGRESS("idempotency_in_flight"),

    /** The first call ended in a way that leaves open whether its effect happened. */
    OUTCOME_UNKNOWN("idempotency_outcome_unknown"),

    /** The first call completed, but its answer was not kept. */
    RESPONSE_NOT_RETAINED("idempotency_response_not_retained"),

    /** The caller wants to go on after a frame of an answer that has not been recorded, or not that far. */
    NOTHING_TO_RESUME("idempotency_nothing_to_resume"),

    /** The caller has no such operation to ask about, or no answer of it. */
    OPERATION_NOT_FOUND("idempotency_operation_not_found"),

    /** The store could not be asked, so nothing was run. */
    STORE_UNAVAILABLE("idempotency_store_unavailable");

    private final String code;

    IdempotencyProblem(String code) {
        this.code = code;
    }

    /** The last segment of the problem type, for example {@code key-missing}. */
    public String type() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The machine-readable code, for example {@code idempotency_key_required}. */
    public String code() {
        return code;
    }
}
