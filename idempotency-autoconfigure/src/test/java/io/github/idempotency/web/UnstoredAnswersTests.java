package io.github.idempotency.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a key whose answer is not to be stored: only a 4xx says that there was no effect. */
class UnstoredAnswersTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final IdempotentExecutor executor = new IdempotentExecutor(store);

    private final IdempotencyFilter filter = new IdempotencyFilter(
            new HttpSettings(
                    new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                    Set.of(),
                    Set.of(),
                    status -> false,
                    new BodyLimits(1024, 1024, false)),
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource())),
            new ErrorPages(List.of()));

    @ParameterizedTest
    @CsvSource({
        "REPEATABLE, 202, RELEASED",
        "REPEATABLE, 409, RELEASED",
        "REPEATABLE, 502, RELEASED",
        "IRREVERSIBLE, 202, UNKNOWN",
        "IRREVERSIBLE, 303, UNKNOWN",
        "IRREVERSIBLE, 409, RELEASED",
        "IRREVERSIBLE, 502, UNKNOWN",
    })
    void anAnswerLeavesItsKey(Effect effect, int status, RecordState expected) throws Exception {
        IdempotentOperation operation = IdempotentOperation.of(new KeyScope("test", "unstored", ""), "key")
                .with(IdempotencyPolicy.DEFAULT.withEffect(effect));
        FilterChain handler = (request, response) -> {
            HttpExchange exchange = (HttpExchange) request.getAttribute(HttpExchange.ATTRIBUTE);
            exchange.arm((Execution) executor.begin(operation), Optional::empty);
            ((HttpServletResponse) response).setStatus(status);
        };
        MockHttpServletResponse response = new MockHttpServletResponse();

        filter.doFilter(new MockHttpServletRequest(), response, handler);

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(store.find(operation.storeKey()).orElseThrow().state()).isEqualTo(expected);
    }
}
