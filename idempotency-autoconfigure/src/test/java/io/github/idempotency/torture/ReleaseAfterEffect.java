package io.github.idempotency.torture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;

/** Frees the key where the result should be stored. */
final class ReleaseAfterEffect implements InvocationHandler {

    private final IdempotencyStore store;

    ReleaseAfterEffect(IdempotencyStore store) {
        this.store = store;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("complete")) {
            store.release((StoreKey) arguments[0], (Long) arguments[1]);
            return new Completion.Stored();
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }
}
