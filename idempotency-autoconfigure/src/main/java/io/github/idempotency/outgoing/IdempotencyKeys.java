package io.github.idempotency.outgoing;

import java.util.Map;
import java.util.function.Consumer;

/** Names the requests of a guarded call, so that their keys do not depend on the order they are sent in. */
public final class IdempotencyKeys {

    /**
     * The request attribute that holds the name: a text. For clients that are interfaces:
     * {@code @RequestAttribute(IdempotencyKeys.NAME) String name}.
     */
    public static final String NAME = "io.github.idempotency.outgoing.name";

    private IdempotencyKeys() {}

    /**
     * For {@code attributes(…)} of a {@code RestClient} or {@code WebClient} request: its key is
     * {@link io.github.idempotency.execution.IdempotencyContext#childKey(String)} of the name, however often it is sent.
     * Each request of an execution needs a name of its own.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public static Consumer<Map<String, Object>> named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a request is blank: write for example named(\"charge\")");
        }
        return attributes -> attributes.put(NAME, name);
    }
}
