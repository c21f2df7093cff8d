package io.github.idempotency.web;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import jakarta.servlet.FilterChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.util.WebUtils;

import io.github.idempotency.app.OpenFiles;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A spooled body is open as long as its request, where the system lists open files. The request outlives its filter here,
 * so that no garbage collection closes the file: without the filter's closing it stays open, and these tests fail.
 */
class SpooledBodyTests {

    private final IdempotencyFilter filter = new IdempotencyFilter(
            new HttpSettings(
                    new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                    Set.of(),
                    Set.of(),
                    StoredStatus.DEFAULT,
                    new BodyLimits(100, 1_000, false)),
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource())),
            new ErrorPages(List.of()));

    private CapturingRequest captured;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSpooledBodyGoesWithItsRequest(boolean failing) throws IOException {
        assumeTrue(OpenFiles.areListed());
        assertThat(spooled()).isZero();
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
        request.addHeader("Idempotency-Key", "k");
        request.setContent(new byte[500]);
        FilterChain chain = (seen, response) -> {
            captured = WebUtils.getNativeRequest(seen, CapturingRequest.class);
            assertThat(captured.completeBody()).isNotNull();
            assertThat(spooled()).isEqualTo(1);
            if (failing) {
                throw new IOException("The handler failed");
            }
        };
        Throwable thrown = catchThrowable(() -> filter.doFilter(request, new MockHttpServletResponse(), chain));
        assertThat(thrown instanceof IOException).isEqualTo(failing);
        assertThat(captured).isNotNull();
        assertThat(spooled()).isZero();
    }

    @Test
    void whatFitsIntoMemoryOpensNoFile() throws IOException {
        assumeTrue(OpenFiles.areListed());
        HeldBytes held = new HeldBytes(100, 100);
        held.write(new byte[100], 0, 100);
        assertThat(spooled()).isZero();
        held.write(new byte[1], 0, 1);
        assertThat(spooled()).isEqualTo(1);
        held.close();
        assertThat(spooled()).isZero();
    }

    private static long spooled() throws IOException {
        return OpenFiles.names().stream()
                .filter(name -> name.contains(HeldBytes.FILE_PREFIX))
                .count();
    }
}
