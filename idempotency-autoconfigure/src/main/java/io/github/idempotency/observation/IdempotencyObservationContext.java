package io.github.idempotency.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.TraceReference;
import io.github.idempotency.store.StoreKey;

/** What is known of a guarded call while it is observed. Never the caller's key. */
public final class IdempotencyObservationContext extends Observation.Context {

    private final String scope;

    private final Layer layer;

    private final StoreKey storeKey;

    private volatile @Nullable CallOutcome outcome;

    private volatile @Nullable Attempt attempt;

    private volatile @Nullable TraceReference original;

    public IdempotencyObservationContext(String scope, Layer layer, StoreKey storeKey) {
        this.scope = scope;
        this.layer = layer;
        this.storeKey = storeKey;
    }

    void add(IdempotencyEvent event) {
        if (event.attempt() != null) {
            attempt = event.attempt();
        }
        if (event.original() != null) {
            original = event.original();
        }
        if (event.type() != Type.WAITED && event.type() != Type.SPENT) {
            outcome = CallOutcome.of(event);
        }
    }

    /** The operation; beyond the first thousand of a process {@code (others)}. */
    public String scope() {
        return scope;
    }

    /** What kind of call it is. */
    public Layer layer() {
        return layer;
    }

    /** The record's name, fit for logs. */
    public StoreKey storeKey() {
        return storeKey;
    }

    /** The latest step, which in the end is what became of the call; null before the first. */
    public @Nullable CallOutcome outcome() {
        return outcome;
    }

    /** The call's execution, or the one whose answer it gets or that stands in its way; null until that is known. */
    public @Nullable Attempt attempt() {
        return attempt;
    }

    /** Where the call was traced whose answer this one gives; null if it gives its own, or that is not known. */
    public @Nullable TraceReference original() {
        return original;
    }
}
