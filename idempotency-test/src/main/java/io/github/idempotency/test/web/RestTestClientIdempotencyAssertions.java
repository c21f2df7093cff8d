package io.github.idempotency.test.web;

import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Assertions about guarded handlers, with RestTestClient, also over a socket:
 *
 * <pre>{@code
 * assertIdempotent(client.post().uri("/orders").body(tea)).replayedAs(201).refusesBody(coffee);
 * }</pre>
 *
 * <p>The key is a new one for each assertion; the request needs none. It is sent in the header {@code Idempotency-Key},
 * or in the one that is named.
 */
public final class RestTestClientIdempotencyAssertions {

    private RestTestClientIdempotencyAssertions() {}

    /** Sends the request twice: the first must be answered by the handler, the second with the very same answer. */
    public static IdempotentRequestAssert assertIdempotent(RestTestClient.RequestHeadersSpec<?> request) {
        return assertIdempotent(request, "Idempotency-Key");
    }

    /** The same with the key in another header. */
    public static IdempotentRequestAssert assertIdempotent(
            RestTestClient.RequestHeadersSpec<?> request, String header) {
        return new IdempotentRequestAssert(new RestTestClientSender(request, header));
    }
}
