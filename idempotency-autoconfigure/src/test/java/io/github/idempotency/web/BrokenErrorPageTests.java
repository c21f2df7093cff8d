package io.github.idempotency.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** No claim is left behind when the error page of a guarded handler fails. */
class BrokenErrorPageTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final IdempotentExecutor executor = new IdempotentExecutor(store);

    private final IdempotentOperation operation = IdempotentOperation.of(new KeyScope("test", "errors", ""), "key");

    private final ErrorPageRegistrar pages = registry -> registry.addErrorPages(new ErrorPage("/error"));

    private final IdempotencyFilter filter = new IdempotencyFilter(
            new HttpSettings(
                    new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                    Set.of(),
                    Set.of(),
                    StoredStatus.DEFAULT,
                    new BodyLimits(1024, 1024, false)),
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource())),
            new ErrorPages(List.of(pages)));

    @Test
    void itsKeyIsFreeAgain() {
        FilterChain handler = (request, response) -> {
            HttpExchange exchange = (HttpExchange) request.getAttribute(HttpExchange.ATTRIBUTE);
            exchange.arm((Execution) executor.begin(operation), Optional::empty);
            ((HttpServletResponse) response).sendError(404);
        };

        assertThatThrownBy(() -> filter.doFilter(new BrokenRequest(), new MockHttpServletResponse(), handler))
                .isInstanceOf(ServletException.class)
                .hasMessage("the page is broken");

        assertThat(store.find(operation.storeKey()).orElseThrow().state()).isEqualTo(RecordState.RELEASED);
    }

    private static final class BrokenRequest extends MockHttpServletRequest {

        @Override
        public RequestDispatcher getRequestDispatcher(String path) {
            return new RequestDispatcher() {

                @Override
                public void forward(ServletRequest request, ServletResponse response) throws ServletException {
                    throw new ServletException("the page is broken");
                }

                @Override
                public void include(ServletRequest request, ServletResponse response) {
                    throw new AssertionError("an error page is forwarded to");
                }
            };
        }
    }
}
