package io.github.idempotency.aop;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;

/** A call of a guarded method of which the key has not been looked for yet. */
public interface PendingCall {

    /**
     * Looks for key, owner and fingerprint, on this thread.
     *
     * @return null where the key is optional and missing
     * @throws IdempotencyException if the call is refused because of any of them
     */
    @Nullable
    IdempotentOperation operation();

    /** Whether the request is compared with the first one, whatever an expression says. */
    boolean isRequestCompared();

    /** The engine on the store of the method's records. */
    IdempotentExecutor executor();
}
