package io.github.idempotency.web;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * The asynchronous mode of an armed exchange, between the application and the container: the one listener of the container
 * is this, and the application's are told by this. So it is known when the answer comes, and a producer need not notice
 * that its caller has gone: it goes on, and what it ends with ends the execution. Thread-safe.
 */
final class LaterAnswer implements AsyncContext, AsyncListener {

    private static final Logger log = LoggerFactory.getLogger(LaterAnswer.class);

    private enum State {
        WAITING,
        ANSWERED,
        /** The caller has gone, and the container has ended the request, or is about to. */
        GONE,
        /** It has been gone for so long that the application was told. */
        GIVEN_UP
    }

    private final AsyncContext container;

    private final HttpExchange exchange;

    private final ExchangeEnd end;

    private final @Nullable Object manager;

    private final List<Told> told = new CopyOnWriteArrayList<>();

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    LaterAnswer(AsyncContext container, HttpExchange exchange, ExchangeEnd end) {
        this.container = container;
        this.exchange = exchange;
        this.end = end;
        this.manager = container.getRequest().getAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE);
        container.addListener(this);
    }

    /** Whether it has not come yet. */
    boolean isAwaited() {
        return state.get() != State.ANSWERED;
    }

    /**
     * Whether there is a response for what is written before it has come.
     *
     * @throws IOException if it is not to come any more
     */
    boolean isHeard() throws IOException {
        State now = state.get();
        if (now == State.GIVEN_UP) {
            throw new IOException(
                    "The caller has gone, and the answer did not end within its drain-timeout, or was to be cancelled then");
        }
        if (now == State.WAITING && !end.isOpen()) {
            throw new IOException("The request is over, and its answer has not come");
        }
        return now != State.GONE;
    }

    /** What the work of a handler ended with, if that is an exception. */
    @Nullable
    Throwable thrown() {
        Object result = manager instanceof WebAsyncManager async ? async.getConcurrentResult() : null;
        return result instanceof Throwable thrown ? thrown : null;
    }

    @Override
    public void dispatch() {
        answer(container::dispatch);
    }

    @Override
    public void dispatch(String path) {
        answer(() -> container.dispatch(path));
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        answer(() -> container.dispatch(context, path));
    }

    /** Ends the execution by what there is before the container sends it. */
    @Override
    public void complete() {
        answer(() -> {
            Runnable ending = container::complete;
            try {
                exchange.finishLater();
            } catch (IOException | ServletException ex) {
                log.debug("The caller did not wait for its answer, or it must not seem whole", ex);
                if (exchange.isStreamed()) {
                    // To complete a stream is to give it its proper end.
                    container.getRequest().setAttribute(FramePump.BROKEN_OFF, true);
                    ending = container::dispatch;
                }
            } catch (RuntimeException | Error ex) {
                container.complete();
                throw ex;
            }
            ending.run();
        });
    }

    private void answer(Runnable inContainer) {
        if (state.compareAndSet(State.WAITING, State.ANSWERED) || state.get() == State.ANSWERED) {
            end.answered();
            inContainer.run();
        } else {
            // The container may serve somebody else with this request and response by now: neither is touched.
            end.unseen(thrown());
            exchange.over();
            told.forEach(listener -> listener.tell(AsyncListener::onComplete, this, null));
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        if (state.get() == State.WAITING || state.get() == State.ANSWERED) {
            exchange.over();
            told.forEach(listener -> listener.tell(AsyncListener::onComplete, this, event.getThrowable()));
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        told.forEach(listener -> listener.tell(AsyncListener::onTimeout, this, event.getThrowable()));
    }

    /** A connection that broke says nothing about the work, unless that is to be cancelled then. */
    @Override
    public void onError(AsyncEvent event) {
        boolean broken = event.getThrowable() instanceof IOException && end.isDrained();
        if (broken && state.compareAndSet(State.WAITING, State.GONE)) {
            end.unheard(() -> giveUp(event.getThrowable()));
            // Its own end of a broken request would be an error page, made with what the producer still uses.
            container.complete();
        } else {
            told.forEach(listener -> listener.tell(AsyncListener::onError, this, event.getThrowable()));
        }
    }

    /** The application hears late what it would have heard at once if its work did not run on. */
    private void giveUp(@Nullable Throwable cause) {
        if (state.compareAndSet(State.GONE, State.GIVEN_UP)) {
            exchange.over();
            told.forEach(listener -> listener.tell(AsyncListener::onError, this, cause));
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        told.forEach(listener -> listener.tell(AsyncListener::onStartAsync, this, event.getThrowable()));
    }

    @Override
    public void addListener(AsyncListener listener) {
        addListener(listener, getRequest(), getResponse());
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        told.add(new Told(listener, request, response));
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return container.createListener(type);
    }

    @Override
    public ServletRequest getRequest() {
        return container.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return container.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return container.hasOriginalRequestAndResponse();
    }

    @Override
    public void start(Runnable work) {
        container.start(work);
    }

    @Override
    public void setTimeout(long millis) {
        container.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return container.getTimeout();
    }

    /** A listener of the application. What one throws does not keep the others from being told. */
    private record Told(AsyncListener listener, ServletRequest request, ServletResponse response) {

        interface Event {

            void reach(AsyncListener listener, AsyncEvent event) throws IOException;
        }

        void tell(Event what, AsyncContext context, @Nullable Throwable cause) {
            try {
                what.reach(listener, new AsyncEvent(context, request, response, cause));
            } catch (IOException | RuntimeException ex) {
                log.warn("A listener to an asynchronous request failed", ex);
            }
        }
    }
}
