package io.github.idempotency.test.web;

import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.ConfigurableSmartRequestBuilder;

/**
 * Assertions about guarded handlers, with MockMvc:
 *
 * <pre>{@code
 * assertIdempotent(mvc.post().uri("/orders").contentType(APPLICATION_JSON).content(tea))
 *         .replayedAs(201)
 *         .executedOnce(listener)
 *         .refusesBody(coffee)
 *         .executesWithAnotherKey();
 * }</pre>
 *
 * <p>The key is a new one for each assertion; the request needs none. It is sent in the header {@code Idempotency-Key},
 * or in the one that is named.
 */
public final class MockMvcIdempotencyAssertions {

    private static final String HEADER = "Idempotency-Key";

    private MockMvcIdempotencyAssertions() {}

    /** Sends the request twice: the first must be answered by the handler, the second with the very same answer. */
    public static IdempotentRequestAssert assertIdempotent(MockMvcTester.MockMvcRequestBuilder request) {
        return assertIdempotent(request, HEADER);
    }

    /** The same with the key in another header. */
    public static IdempotentRequestAssert assertIdempotent(MockMvcTester.MockMvcRequestBuilder request, String header) {
        return new IdempotentRequestAssert(new MockMvcSender(request, request::exchange, header));
    }

    /** The same for a multipart request; what {@code refusesBody} sends takes the place of its parts. */
    public static IdempotentRequestAssert assertIdempotent(MockMvcTester.MockMultipartMvcRequestBuilder request) {
        return new IdempotentRequestAssert(new MockMvcSender(request, request::exchange, HEADER));
    }

    /** The same for plain MockMvc, {@code MockMvcRequestBuilders.post(…)} for example. */
    public static IdempotentRequestAssert assertIdempotent(MockMvc mvc, ConfigurableSmartRequestBuilder<?> request) {
        return assertIdempotent(mvc, request, HEADER);
    }

    /** The same with the key in another header. */
    public static IdempotentRequestAssert assertIdempotent(
            MockMvc mvc, ConfigurableSmartRequestBuilder<?> request, String header) {
        MockMvcTester tester = MockMvcTester.create(mvc);
        return new IdempotentRequestAssert(new MockMvcSender(request, () -> tester.perform(request), header));
    }
}
