package io.github.idempotency.web;

import io.github.idempotency.IdempotencyProblem;

/** What each problem is called, and what whoever meets it should do: short and imperative, for a person or an agent. */
final class ProblemAdvice {

    private ProblemAdvice() {}

    static String title(IdempotencyProblem problem) {
        return switch (problem) {
            case KEY_MISSING -> "Idempotency key required";
            case KEY_INVALID -> "Idempotency key invalid";
            case KEY_REUSED -> "Idempotency key reused with another request";
            case OWNER_MISSING -> "Idempotency key without an owner";
            case IN_PROGRESS -> "Request still in progress";
            case OUTCOME_UNKNOWN -> "Outcome unknown";
            case RESPONSE_NOT_RETAINED -> "Response not retained";
            case NOTHING_TO_RESUME -> "Nothing to resume";
            case OPERATION_NOT_FOUND -> "Operation not found";
            case STORE_UNAVAILABLE -> "Idempotency store unavailable";
        };
    }

    /** @param seconds when a retry is worthwhile; 0 where it is not known */
    static String advice(IdempotencyProblem problem, long seconds) {
        return switch (problem) {
            case KEY_MISSING ->
                "This request was not run. Choose a new unique key, for example a UUID, and send the"
                        + " request again with it. Use the same key for every retry of this request.";
            case KEY_INVALID ->
                "This request was not run. Do not retry it unchanged: correct what is said above, then"
                        + " send it again.";
            case KEY_REUSED ->
                "This request was not run. Do not retry it with this key. If it is new work, send it with"
                        + " a new key. If it is a retry, send exactly the first request again, with this key.";
            case OWNER_MISSING ->
                "This request was not run. Do not retry it unchanged: authenticate, then send it again"
                        + " with the same key.";
            case IN_PROGRESS ->
                "Wait" + time(seconds) + ", then send the same request again with the same key. Do not use"
                        + " a new key: the work would be done twice.";
            case OUTCOME_UNKNOWN ->
                "Do not retry, neither with this key nor with a new one: the work may have been done."
                        + " Find out whether it was, or ask a person.";
            case RESPONSE_NOT_RETAINED ->
                "Do not retry, neither with this key nor with a new one: the work has been done"
                        + " and its answer cannot be repeated. Look its result up instead.";
            case NOTHING_TO_RESUME ->
                "This request was not run. Send it again with the same key and without Last-Event-ID: the answer then"
                        + " begins with its first event.";
            case OPERATION_NOT_FOUND ->
                "Do not ask again under this address. Send the request that it belongs to again, with the same"
                        + " key and as the same caller.";
            case STORE_UNAVAILABLE ->
                "This request was not run. Wait" + time(seconds) + ", then send the same request"
                        + " again with the same key.";
        };
    }

    private static String time(long seconds) {
        return seconds == 0 ? " a while" : seconds == 1 ? " 1 second" : " " + seconds + " seconds";
    }
}
