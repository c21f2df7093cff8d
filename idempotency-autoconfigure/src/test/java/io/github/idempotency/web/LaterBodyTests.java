package io.github.idempotency.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A body that was read ahead for a call that then runs unprotected is there until the call's later answer, and no longer.
 *
 * <p>Broken on purpose, by letting go of the body when the handler has returned: nothing is left to read.
 */
class LaterBodyTests {

    private static final String SENT = "x".repeat(100);

    private final IdempotencyFilter filter = new IdempotencyFilter(
            new HttpSettings(
                    new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                    Set.of(),
                    Set.of(),
                    StoredStatus.DEFAULT,
                    new BodyLimits(16, 1024, false)),
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource())),
            new ErrorPages(List.of()));

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    private ServletRequest later;

    private CapturedBody body;

    @Test
    void aBodyIsHeldUntilTheLaterAnswer() throws Exception {
        request.setAsyncSupported(true);
        request.addHeader("Idempotency-Key", "key");
        request.setContent(SENT.getBytes(StandardCharsets.US_ASCII));
        FilterChain handler = (seen, recorder) -> {
            HttpExchange exchange = (HttpExchange) seen.getAttribute(HttpExchange.ATTRIBUTE);
            body = exchange.captured().orElseThrow().completeBody();
            seen.startAsync(seen, recorder);
            later = seen;
        };

        filter.doFilter(request, new MockHttpServletResponse(), handler);

        assertThat(new String(later.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(SENT);
        assertThat(body.length()).isEqualTo(SENT.length());
        tellOfTheEnd();
        assertThat(body.length()).isZero();
    }

    private void tellOfTheEnd() throws IOException {
        MockAsyncContext container = (MockAsyncContext) request.getAsyncContext();
        for (AsyncListener listener : container.getListeners()) {
            listener.onComplete(new AsyncEvent(container));
        }
    }
}
