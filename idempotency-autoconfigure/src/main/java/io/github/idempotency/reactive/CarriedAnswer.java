package io.github.idempotency.reactive;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * What a handler has returned, and what is still to be answered by it: told how it ends, and in the context of its execution
 * where it takes one.
 */
record CarriedAnswer(ReactiveExchange exchange, IdempotencyContext context) {

    /** What to return instead; the same object where there is nothing to come, or nothing else fits the return type. */
    @Nullable
    Object of(@Nullable Object returned, Class<?> type) {
        if (returned instanceof ResponseEntity<?> entity && entity.getClass() == ResponseEntity.class) {
            Object body = carrying(entity.getBody());
            return body == entity.getBody()
                    ? entity
                    : new ResponseEntity<>(body, entity.getHeaders(), entity.getStatusCode());
        }
        Object carrying = carrying(returned);
        return type.isInstance(carrying) ? carrying : returned;
    }

    private @Nullable Object carrying(@Nullable Object answer) {
        if (answer instanceof Mono<?> mono) {
            return mono.doOnError(exchange::thrown)
                    .contextWrite(written -> written.put(IdempotencyContext.class, context));
        }
        if (answer instanceof Flux<?> flux) {
            return flux.doOnError(exchange::thrown)
                    .contextWrite(written -> written.put(IdempotencyContext.class, context));
        }
        if (answer instanceof CompletionStage<?> stage) {
            return stage.whenComplete((value, failure) -> failed(failure));
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, answer);
        return adapter == null
                ? answer
                : adapter.fromPublisher(Flux.from(adapter.toPublisher(answer)).doOnError(exchange::thrown));
    }

    private void failed(@Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = failure.getCause();
            exchange.thrown(failure instanceof CompletionException && cause != null ? cause : failure);
        }
    }
}
