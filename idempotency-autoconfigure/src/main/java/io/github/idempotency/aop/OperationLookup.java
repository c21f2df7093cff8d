package io.github.idempotency.aop;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;
import io.github.idempotency.key.KeyResolver;

/**
 * Finds what has become of a call of the current caller, on whichever node it ran. Only methods that promise it to their
 * duplicates are looked for. Thread-safe.
 */
public final class OperationLookup {

    private final IdempotentMetadataSource source;

    private final OwnedKeys owned;

    private final Supplier<IdempotentExecutors> executors;

    private final Clock clock;

    /**
     * @param source knows the methods
     * @param keys says who asks
     * @param executors ask the stores; not asked for before the first look-up
     */
    public OperationLookup(
            IdempotentMetadataSource source, KeyResolver keys, Supplier<IdempotentExecutors> executors, Clock clock) {
        this.source = source;
        this.owned = new OwnedKeys(keys);
        this.executors = executors;
        this.clock = clock;
    }

    /** Whether there is any method whose calls can be asked about. */
    public boolean isOffered() {
        return !source.accepting().isEmpty();
    }

    /** Runs that once there is any, be it now. */
    public void whenOffered(Runnable action) {
        source.accepting().whenFound(action);
    }

    /**
     * What has become of the call; empty if this caller has made no such call.
     *
     * @throws IdempotencyException if the caller is nobody in particular and the method's keys are refused to such, or
     *     the store could not be asked
     */
    public Optional<OperationStatus> find(OperationId id) {
        return source.accepting().stream()
                .filter(metadata -> id.isIn(metadata.scope()))
                .findFirst()
                .flatMap(metadata -> executors
                        .get()
                        .on(metadata.store())
                        .status(id, owned.scope(metadata), metadata.policy(), clock.instant()));
    }
}
