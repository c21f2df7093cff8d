package io.github.idempotency.app;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.store.StoreKey;

/** Work that goes on after its handler has returned, on a thread of its own, in the way that its caller asks for. */
public class LaterWork {

    private final Effects effects;

    private final Gates gates;

    private final Map<String, StoreKey> records = new ConcurrentHashMap<>();

    private final Map<String, Thread> servedBy = new ConcurrentHashMap<>();

    LaterWork(Effects effects, Gates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    public record Made(int number, long nanos, String childKey) {}

    static class DeclinedException extends RuntimeException {}

    static class NotSentException extends RuntimeException {}

    /** The record of the call with that key. */
    public StoreKey record(String key) {
        return records.get(key);
    }

    /** The thread of the request with that key. */
    public Thread servedBy(String key) {
        return servedBy.get(key);
    }

    /** For handlers, to be called in the execution: what is left to do. */
    Callable<Made> of(HttpServletRequest request) {
        String key = request.getHeader("Idempotency-Key");
        String how = request.getHeader("X-How") == null ? "" : request.getHeader("X-How");
        IdempotencyContext context = IdempotencyContext.current();
        boolean first = context.attempt() == 1;
        records.put(key, context.storeKey());
        servedBy.put(key, Thread.currentThread());
        if (how.equals("late") && first) {
            WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest().setTimeout(1L);
        }
        return context.wrap(() -> {
            int number = effects.happen(key);
            if (how.equals("gated") || how.equals("late") && first) {
                gates.pass(key);
            }
            if (how.equals("failing") && first) {
                throw new IllegalStateException("the first attempt fails");
            }
            if (how.equals("declined")) {
                throw new DeclinedException();
            }
            if (how.equals("unacceptable")) {
                throw new HttpMediaTypeNotAcceptableException("the work found nothing acceptable");
            }
            if (how.equals("missing")) {
                throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            }
            if (how.equals("not-sent") && first) {
                throw new NotSentException();
            }
            return new Made(
                    number, System.nanoTime(), IdempotencyContext.current().childKey("step"));
        });
    }

    CompletableFuture<Made> start(HttpServletRequest request) {
        Callable<Made> work = of(request);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (RuntimeException ex) {
                        throw ex;
                    } catch (Exception ex) {
                        throw new CompletionException(ex);
                    }
                },
                task -> new Thread(task).start());
    }
}
