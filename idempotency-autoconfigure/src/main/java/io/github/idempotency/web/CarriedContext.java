package io.github.idempotency.web;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.execution.IdempotencyContext;

/** Gives what a handler has returned, and what runs only now, the context that the handler ran in. */
final class CarriedContext {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Mono", CarriedContext.class.getClassLoader());

    private CarriedContext() {}

    /** What to return instead; the same object where it runs by itself, or where nothing else fits the return type. */
    static @Nullable Object into(@Nullable Object returned, IdempotencyContext context, Class<?> returnType) {
        Object carrying = carrying(returned, context);
        return returnType.isInstance(carrying) ? carrying : returned;
    }

    private static @Nullable Object carrying(@Nullable Object returned, IdempotencyContext context) {
        if (returned instanceof Callable<?> callable) {
            return context.wrap(callable);
        }
        if (returned instanceof ResponseEntity<?> entity && entity.getClass() == ResponseEntity.class) {
            Object body = entity.getBody();
            Object carrying = REACTOR ? Reactive.carrying(body, context) : body;
            return carrying == body
                    ? entity
                    : new ResponseEntity<>(carrying, entity.getHeaders(), entity.getStatusCode());
        }
        return REACTOR ? Reactive.carrying(returned, context) : returned;
    }

    /** Under the key of the accessor that binds it to threads where Reactor does so. */
    private static final class Reactive {

        static @Nullable Object carrying(@Nullable Object returned, IdempotencyContext context) {
            if (returned instanceof Mono<?> mono) {
                return mono.contextWrite(written -> written.put(IdempotencyContext.class, context));
            }
            return returned instanceof Flux<?> flux
                    ? flux.contextWrite(written -> written.put(IdempotencyContext.class, context))
                    : returned;
        }
    }
}
