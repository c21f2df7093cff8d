package io.github.idempotency.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a claim when the container ends a request before its answer comes. Tomcat does not notice a caller that
 * goes away meanwhile, at least over HTTP/1.1; other containers and protocols do.
 *
 * <p>Broken on purpose, by telling the application of a broken connection: its work is answered in a dispatch that nobody
 * is there for, and the key of work that goes on is free.
 */
class LaterAnswerTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final Delayed delayed = new Delayed();

    private final IdempotentExecutor executor =
            new IdempotentExecutor(store, new LeaseKeeper(delayed), IdempotencyListener.NO_OP);

    private final IdempotentOperation operation =
            IdempotentOperation.of(new KeyScope("test", "later", ""), "key").with(IdempotencyPolicy.DEFAULT);

    private final IdempotencyFilter filter = new IdempotencyFilter(
            new HttpSettings(
                    new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                    Set.of("Link"),
                    Set.of(),
                    StoredStatus.DEFAULT,
                    new BodyLimits(1024, 1024, false)),
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource())),
            new ErrorPages(List.of()));

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private final List<String> told = new CopyOnWriteArrayList<>();

    /** What the application holds, and what the container has. */
    private AsyncContext application;

    private MockAsyncContext container;

    private MockHttpServletRequest request;

    @BeforeEach
    void aHandlerHasReturned() throws Exception {
        aHandlerHasReturned(operation);
    }

    private void aHandlerHasReturned(IdempotentOperation operation) throws Exception {
        request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        FilterChain handler = (seen, recorder) -> {
            HttpExchange exchange = (HttpExchange) seen.getAttribute(HttpExchange.ATTRIBUTE);
            Execution execution = (Execution) executor.begin(operation);
            exchange.arm(execution, () -> executor.recorder(execution));
            application = seen.startAsync(seen, recorder);
            application.addListener(new Failing());
            application.addListener(new Recording());
        };
        filter.doFilter(request, response, handler);
        container = (MockAsyncContext) request.getAsyncContext();
        assertThat(record(operation).state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    private IdempotencyRecord record() {
        return record(operation);
    }

    private IdempotencyRecord record(IdempotentOperation operation) {
        return store.find(operation.storeKey()).orElseThrow();
    }

    /** The container tells its listeners. */
    private void error(Throwable cause) throws IOException {
        for (AsyncListener listener : container.getListeners()) {
            listener.onError(new AsyncEvent(container, cause));
        }
    }

    private void complete() throws IOException {
        for (AsyncListener listener : container.getListeners()) {
            listener.onComplete(new AsyncEvent(container));
        }
    }

    @Test
    void theWorkOfACallerThatHasGoneGoesOnAndEndsItsClaim() throws IOException {
        error(new IOException("broken pipe"));
        complete();
        assertThat(told).isEmpty();
        assertThat(record().state()).isEqualTo(RecordState.IN_PROGRESS);

        application.dispatch();

        assertThat(container.getDispatchedPath()).isNull();
        assertThat(told).containsExactly("complete");
        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);
        assertThat(record().result().retained()).isFalse();
    }

    /** Negative control: with the bound taken out the claim is there until its owner answers. */
    @Test
    void theWorkOfACallerThatHasGoneIsGivenUpWhenItsTimeIsOver() throws IOException {
        error(new IOException("broken pipe"));
        complete();
        assertThat(delayed.millis)
                .isEqualTo(IdempotencyPolicy.DEFAULT.drainTimeout().toMillis());

        delayed.command.run();

        await().untilAsserted(() -> assertThat(told).containsExactly("error broken pipe"));
        assertThat(record().state()).isEqualTo(RecordState.RELEASED);
        application.dispatch();
        assertThat(container.getDispatchedPath()).isNull();
        assertThat(record().state()).isEqualTo(RecordState.RELEASED);
        assertThat(told).containsExactly("error broken pipe", "complete");
    }

    /** Negative control: recorded for nobody, what is written is held in memory for as long as it is written. */
    @Test
    void whoStillWritesWhenTheWorkIsGivenUpIsTold() throws IOException {
        error(new IOException("broken pipe"));
        complete();
        delayed.command.run();
        await().untilAsserted(() -> assertThat(told).containsExactly("error broken pipe"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> write("late"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not end within its drain-timeout");
        }
    }

    @Test
    void whoStillWritesWhenTheRequestIsOverIsTold() throws IOException {
        complete();
        assertThatThrownBy(() -> write("late"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The request is over");
    }

    /** Negative control: begun on the container's response, the stream changes the next request's. */
    @Test
    void whatIsWrittenFirstWhenTheCallerHasGoneDoesNotTouchTheResponse() throws IOException {
        error(new IOException("broken pipe"));
        complete();
        write("one");
        write("two");
        application.getResponse().flushBuffer();
        application.complete();
        assertThat(response.getHeaderNames()).isEmpty();
        assertThat(response.isCommitted()).isFalse();
        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);
        assertThat(record().result().retained()).isFalse();
    }

    private void write(String text) throws IOException {
        application.getResponse().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Negative control: drained like any other, it runs on and is not told. */
    @Test
    void workThatIsToBeCancelledWithItsCallerIsToldAtOnceAndHasFailed() throws Exception {
        IdempotentOperation cancelled = IdempotentOperation.of(new KeyScope("test", "later", ""), "cancelled")
                .with(IdempotencyPolicy.DEFAULT.withOnCancel(CancelPolicy.CANCEL));
        aHandlerHasReturned(cancelled);
        error(new IOException("broken pipe"));
        complete();
        assertThat(told).containsExactly("error broken pipe");
        assertThat(record(cancelled).state()).isEqualTo(RecordState.RELEASED);
        assertThatThrownBy(() -> write("late")).isInstanceOf(IOException.class);

        application.dispatch();

        assertThat(container.getDispatchedPath()).isNull();
        assertThat(record(cancelled).state()).isEqualTo(RecordState.RELEASED);
        assertThat(told).containsExactly("error broken pipe", "complete");
    }

    @Test
    void workThatEndsInTimeIsNotToldOfItsBound() throws IOException {
        error(new IOException("broken pipe"));
        application.dispatch();
        assertThat(delayed.isCancelled()).isTrue();
        assertThat(told).containsExactly("complete");
    }

    @Test
    void soDoesCompletingIt() throws IOException {
        error(new IOException("broken pipe"));
        application.complete();
        assertThat(told).containsExactly("complete");
        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);
    }

    @Test
    void aRequestThatIsOverWithoutAnAnswerHasFailed() throws IOException {
        complete();
        assertThat(told).containsExactly("complete");
        assertThat(record().state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void aFailureThatIsNotTheConnectionsIsToldToTheApplication() throws IOException {
        error(new IllegalStateException("a filter failed"));
        assertThat(told).containsExactly("error a filter failed");
        complete();
        assertThat(record().state()).isEqualTo(RecordState.RELEASED);
    }

    /** The dispatch of an answer is not the application's any more when the connection breaks. */
    @Test
    void aConnectionThatBreaksWhileTheAnswerIsOnItsWay() throws Exception {
        application.dispatch();
        error(new IOException("broken pipe"));
        assertThat(told).containsExactly("error broken pipe");

        request.setDispatcherType(DispatcherType.ASYNC);
        request.setAsyncStarted(false);
        filter.doFilter(
                request,
                application.getResponse(),
                (seen, recorder) -> recorder.getWriter().print("answer"));

        assertThat(response.getContentAsString()).isEqualTo("answer");
        assertThat(record().result().retained()).isTrue();
    }

    /** They add them to a replay as well. */
    @Test
    void whatFiltersAddOnTheWayOfTheAnswerIsNotStored() throws Exception {
        application.dispatch();
        HttpServletResponse passed = (HttpServletResponse) application.getResponse();
        passed.addHeader("Link", "a filter's");
        request.setDispatcherType(DispatcherType.ASYNC);
        request.setAsyncStarted(false);
        filter.doFilter(
                request,
                passed,
                (seen, recorder) -> ((HttpServletResponse) recorder).addHeader("Link", "the handler's"));
        assertThat(response.getHeaders("Link")).containsExactly("a filter's", "the handler's");
        StoredResponse stored = StoredResponse.of(record().result().bytes());
        assertThat(stored.headers()).containsExactly("Link", "the handler's");
    }

    /** Runs nothing by itself. */
    private static final class Delayed extends ScheduledThreadPoolExecutor {

        private Runnable command;

        private long millis;

        private ScheduledFuture<?> future;

        Delayed() {
            super(1);
        }

        boolean isCancelled() {
            return future.isCancelled();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            this.command = command;
            millis = unit.toMillis(delay);
            future = super.schedule(command, 1, TimeUnit.DAYS);
            return future;
        }
    }

    private static class Failing implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            throw new IOException("a listener failed");
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            throw new IllegalStateException("a listener failed");
        }

        @Override
        public void onError(AsyncEvent event) {
            throw new IllegalStateException("a listener failed");
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            throw new IllegalStateException("a listener failed");
        }
    }

    private class Recording implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            told.add("complete");
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            told.add("time-out");
        }

        @Override
        public void onError(AsyncEvent event) {
            told.add("error " + event.getThrowable().getMessage());
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            told.add("start");
        }
    }
}
