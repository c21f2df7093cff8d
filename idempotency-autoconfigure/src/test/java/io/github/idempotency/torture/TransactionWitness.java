package io.github.idempotency.torture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Completion;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.torture.HistoryEntry.Kind;

/** Writes down what becomes of a transaction's result: with the commit it is stored. */
final class TransactionWitness implements InvocationHandler {

    private final StoreTransaction transaction;

    private final Journal journal;

    private long from;

    private Object[] completion = {};

    TransactionWitness(StoreTransaction transaction, Journal journal) {
        this.transaction = transaction;
        this.journal = journal;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean commit = method.getName().equals("commit");
        if (method.getName().equals("complete")) {
            from = System.nanoTime();
            completion = arguments;
        }
        try {
            Object answer = method.invoke(transaction, arguments);
            if (commit) {
                write(Kind.STORED);
            } else if (answer instanceof Completion.Lost) {
                write(Kind.LOST);
            }
            return answer;
        } catch (InvocationTargetException ex) {
            if (commit) {
                write(Kind.UNTOLD);
            }
            throw ex.getCause();
        }
    }

    private void write(Kind kind) {
        StoreWitness.write(journal, from, kind, completion);
    }
}
