package io.github.idempotency.torture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.StoreTransaction;

/** A store, and its transactions: what should be rolled back is committed. */
final class CommitAnyway implements InvocationHandler {

    private final Object sound;

    CommitAnyway(Object sound) {
        this.sound = sound;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("rollback")) {
            ((StoreTransaction) sound).commit();
            return null;
        }
        try {
            Object answer = method.invoke(sound, arguments);
            return answer instanceof StoreTransaction
                    ? TortureApplication.proxy(answer, new CommitAnyway(answer))
                    : answer;
        } catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }
}
