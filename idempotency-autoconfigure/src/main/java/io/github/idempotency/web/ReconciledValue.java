package io.github.idempotency.web;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import reactor.core.publisher.Mono;

/** What reconciliation has found a handler to have answered, in the form in which the handler would have said so. */
public final class ReconciledValue {

    private ReconciledValue() {}

    /** The value, or an answer with it that is there already; the value as it is if neither is of the type. */
    public static @Nullable Object as(Class<?> returnType, @Nullable Object value) {
        if (value == null || returnType.isInstance(value)) {
            return value;
        }
        if (returnType.isAssignableFrom(CompletableFuture.class)) {
            return CompletableFuture.completedFuture(value);
        }
        if (returnType == Callable.class) {
            return (Callable<?>) () -> value;
        }
        if (returnType == WebAsyncTask.class) {
            return new WebAsyncTask<>(() -> value);
        }
        if (returnType == DeferredResult.class) {
            DeferredResult<Object> result = new DeferredResult<>();
            result.setResult(value);
            return result;
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType);
        return adapter == null ? value : Reactive.as(adapter, value);
    }

    /** Apart, because Reactor need not be there. */
    private static final class Reactive {

        static Object as(ReactiveAdapter adapter, Object value) {
            return adapter.fromPublisher(Mono.just(value));
        }
    }
}
