package io.github.idempotency.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Streams whose producer fails. Broken on purpose, by ending the execution and not its recorder: a stream that is known to
 * have had no effect still takes frames, for a key that is free.
 */
class BrokenStreamTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final IdempotentExecutor executor = new IdempotentExecutor(store);

    private final IdempotentOperation operation = IdempotentOperation.of(new KeyScope("test", "streams", ""), "key")
            .with(IdempotencyPolicy.DEFAULT
                    .withEffect(Effect.IRREVERSIBLE)
                    .withReleaseOn(Set.of(IllegalArgumentException.class)));

    private final IdempotencyFilter filter = new IdempotencyFilter(
            new HttpSettings(
                    new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                    Set.of(),
                    Set.of(),
                    StoredStatus.DEFAULT,
                    new BodyLimits(1024, 1024, false)),
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource())),
            new ErrorPages(List.of()));

    private final DeferredResult<String> producer = new DeferredResult<>();

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private ServletResponse application;

    private AsyncContext context;

    private Execution execution;

    private FrameRecorder frames;

    @BeforeEach
    void aStreamHasBegun() throws Exception {
        request.setAsyncSupported(true);
        FilterChain handler = (seen, recorder) -> {
            HttpExchange exchange = (HttpExchange) seen.getAttribute(HttpExchange.ATTRIBUTE);
            execution = (Execution) executor.begin(operation);
            frames = executor.recorder(execution).orElseThrow();
            exchange.arm(execution, () -> Optional.of(frames));
            WebAsyncManager manager = WebAsyncUtils.getAsyncManager(seen);
            manager.setAsyncWebRequest(
                    new StandardServletAsyncWebRequest((HttpServletRequest) seen, (HttpServletResponse) recorder));
            try {
                manager.startDeferredResultProcessing(producer);
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
            application = recorder;
            context = seen.getAsyncContext();
            recorder.getOutputStream().write("one".getBytes(StandardCharsets.UTF_8));
            recorder.flushBuffer();
        };
        filter.doFilter(request, response, handler);
        assertThat(response.getContentAsString()).isEqualTo("one");
    }

    private void theCallerGoes() throws IOException {
        MockAsyncContext container = (MockAsyncContext) request.getAsyncContext();
        for (AsyncListener listener : container.getListeners()) {
            listener.onError(new AsyncEvent(container, new IOException("broken pipe")));
        }
        assertThat(frames.append(new byte[1])).isTrue();
    }

    /** As when its lease is over and another caller has been granted one. */
    private void theClaimIsLost() {
        assertThat(store.release(operation.storeKey(), execution.context().fencingToken()))
                .isTrue();
    }

    private RecordState state() {
        return store.find(operation.storeKey()).orElseThrow().state();
    }

    @Test
    void oneThatIsKnownToHaveHadNoEffectFreesTheKeyAndTakesNoMore() throws IOException {
        theCallerGoes();
        producer.setErrorResult(new IllegalArgumentException("not now"));
        assertThat(state()).isEqualTo(RecordState.RELEASED);
        assertThat(frames.append(new byte[1])).isFalse();
    }

    @Test
    void anyOtherIsUnknownAndTakesNoMore() throws IOException {
        theCallerGoes();
        producer.setErrorResult(new IllegalStateException("half done"));
        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(frames.append(new byte[1])).isFalse();
    }

    /** Negative control: where a lost claim is only logged, both end as if nothing had happened. */
    @Test
    void oneThatHasLostItsClaimDoesNotSeemWhole() {
        theClaimIsLost();
        producer.setResult("sent");
        request.setDispatcherType(DispatcherType.ASYNC);
        request.setAsyncStarted(false);
        assertThatThrownBy(() -> filter.doFilter(request, application, (seen, recorder) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has lost its claim");
    }

    /** Negative control: completed by the container, it has the proper end of one that was stored. */
    @Test
    void norDoesOneThatIsCompletedWithoutADispatch() {
        MockAsyncContext container = (MockAsyncContext) request.getAsyncContext();
        theClaimIsLost();
        context.complete();
        assertThat(container.getDispatchedPath()).isNotNull();
        request.setDispatcherType(DispatcherType.ASYNC);
        request.setAsyncStarted(false);
        assertThatThrownBy(() -> filter.doFilter(request, application, (seen, recorder) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was broken off");
    }

    @Test
    void oneThatIsCompletedWithoutADispatchEndsProperly() {
        MockAsyncContext container = (MockAsyncContext) request.getAsyncContext();
        context.complete();
        assertThat(container.getDispatchedPath()).isNull();
        assertThat(state()).isEqualTo(RecordState.COMPLETED);
    }

    @Test
    void oneThatWasTakenOverDoesNotSeemWhole() {
        theClaimIsLost();
        executor.execute(operation, ResultCodec.UTF_8, () -> "another answer");
        producer.setResult("sent");
        request.setDispatcherType(DispatcherType.ASYNC);
        request.setAsyncStarted(false);
        assertThatThrownBy(() -> filter.doFilter(request, application, (seen, recorder) -> {}))
                .isInstanceOf(IOException.class);
    }
}
