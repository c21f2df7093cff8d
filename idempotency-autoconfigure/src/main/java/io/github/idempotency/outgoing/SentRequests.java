package io.github.idempotency.outgoing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The requests of one execution. Those without a name are counted by method and place, and one that was not accepted is
 * not counted again when it is sent again. Thread-safe.
 */
final class SentRequests {

    private final Map<String, SentRequest> named = new HashMap<>();

    private final Map<String, List<SentRequest>> counted = new HashMap<>();

    /**
     * @param line its method and place
     * @param keys from a name to a key
     * @throws IllegalStateException if the name belongs to another request
     */
    synchronized SentRequest named(String name, String line, RequestContent content, UnaryOperator<String> keys) {
        SentRequest known = named.get(name);
        if (known == null) {
            known = new SentRequest(this, keys.apply(name), line, 0, content);
            named.put(name, known);
            return known;
        }
        boolean open = !known.isInFlight() && !known.isAnswered();
        if (!known.line().equals(line) || (!open && !known.content().equals(content))) {
            throw new IllegalStateException("The name '" + name + "' belongs to another request of this execution, "
                    + known.line() + ": give " + line + " a name of its own, because both would carry one key");
        }
        known.sendAgain(content);
        return known;
    }

    /**
     * @param line its method and place
     * @param keys from a name to a key
     * @throws IllegalStateException if another request to this place is on its way
     */
    synchronized SentRequest next(String line, RequestContent content, UnaryOperator<String> keys) {
        List<SentRequest> before = counted.computeIfAbsent(line, any -> new ArrayList<>());
        for (SentRequest request : before) {
            if (request.isInFlight() && !request.content().equals(content)) {
                throw new IllegalStateException("Two different requests, " + line + ", are sent side by side in one"
                        + " execution, so that their keys would depend on which is first: name each with"
                        + " attributes(IdempotencyKeys.named(\"…\")), or send one after the other");
            }
        }
        for (SentRequest request : before) {
            if (!request.isInFlight()
                    && !request.isAnswered()
                    && request.content().equals(content)) {
                request.sendAgain(content);
                return request;
            }
        }
        int ordinal = before.isEmpty() ? 1 : before.get(before.size() - 1).ordinal() + 1;
        SentRequest next = new SentRequest(this, keys.apply("http " + line + " " + ordinal), line, ordinal, content);
        before.removeIf(SentRequest::isAnswered);
        before.add(next);
        return next;
    }

    /** To be called with this one locked. One with a name is never forgotten. */
    void reopen(SentRequest request) {
        List<SentRequest> before = counted.get(request.line());
        if (request.ordinal() > 0 && before != null && !before.contains(request)) {
            before.add(0, request);
        }
    }
}
