package io.github.idempotency.torture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.torture.HistoryEntry.Kind;

/** Writes down what the engine asks of its store and what it is told, and changes nothing. */
final class StoreWitness implements InvocationHandler {

    private final Object store;

    private final Journal journal;

    /** The receipts in frames, by the token of their claim: the last frames of an answer may have none. */
    private final Map<Long, String> streamed = new ConcurrentHashMap<>();

    StoreWitness(Object store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        long from = System.nanoTime();
        if (method.getName().equals("release") || method.getName().equals("markUnknown")) {
            // Before the fact: a process that is killed after it could not tell any more.
            journal.write(Kind.RELEASED, reference(arguments), token(arguments), method.getName());
        }
        if (method.getName().equals("append")) {
            remember(arguments);
        }
        try {
            Object answer = method.invoke(store, arguments);
            if (answer instanceof Claim.Acquired acquired) {
                String key = ((ClaimRequest) arguments[0]).key().reference();
                journal.write(from, Kind.CLAIMED, key, acquired.token(), "attempt " + acquired.attempt());
            } else if (answer instanceof Completion completion) {
                write(journal, from, kind(completion, token(arguments)), arguments);
            }
            return answer instanceof StoreTransaction transaction
                    ? TortureApplication.proxy(transaction, new TransactionWitness(transaction, journal))
                    : answer;
        } catch (InvocationTargetException ex) {
            if (method.getName().equals("complete")) {
                write(journal, from, Kind.UNTOLD, arguments);
            } else if (method.getName().equals("append")) {
                // A stream is complete when its last frames are there, so until then nobody is told.
                long token = token(arguments);
                journal.write(from, Kind.UNTOLD, reference(arguments), token, streamed.getOrDefault(token, ""));
            }
            throw ex.getCause();
        }
    }

    private void remember(Object[] append) {
        for (Object frame : (List<?>) append[3]) {
            String receipt = Receipt.in((byte[]) frame);
            if (!receipt.isEmpty()) {
                streamed.put(token(append), receipt);
                return;
            }
        }
    }

    /** What became of a result. */
    static void write(Journal journal, long from, Kind kind, Object[] completion) {
        journal.write(from, kind, reference(completion), token(completion), receipt(completion));
    }

    private static Kind kind(Completion completion, long token) {
        if (completion instanceof Completion.Stored) {
            return Kind.STORED;
        }
        IdempotencyRecord current = ((Completion.Lost) completion).current();
        boolean own = current != null && current.token() == token && current.state() == RecordState.COMPLETED;
        return own ? Kind.FOUND_STORED : Kind.LOST;
    }

    private static String reference(Object[] arguments) {
        return ((StoreKey) arguments[0]).reference();
    }

    private static long token(Object[] arguments) {
        return (Long) arguments[1];
    }

    private static String receipt(Object[] arguments) {
        return Receipt.in(Objects.requireNonNullElse(((Result) arguments[2]).bytes(), new byte[0]));
    }
}
