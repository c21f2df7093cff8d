package io.github.idempotency.observation;

import io.micrometer.context.ThreadLocalAccessor;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * Lets Micrometer's context propagation carry {@link IdempotencyContext#current()} to other threads, in which
 * {@code ContextPropagatingTaskDecorator} and Reactor's automatic propagation join. Found as a service where
 * {@code context-propagation} is on the class path. Stateless.
 */
public final class IdempotencyContextAccessor implements ThreadLocalAccessor<IdempotencyContext> {

    /** The key in a Reactor context, too. */
    @Override
    public Object key() {
        return IdempotencyContext.class;
    }

    // The interface is not marked: its values may be null.
    @SuppressWarnings("NullAway")
    @Override
    public IdempotencyContext getValue() {
        return IdempotencyContext.find().orElse(null);
    }

    @Override
    public void setValue(IdempotencyContext context) {
        IdempotencyContext.bind(context);
    }

    @Override
    public void setValue() {
        IdempotencyContext.bind(null);
    }
}
