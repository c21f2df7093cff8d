package io.github.idempotency.aop;

import java.util.function.Function;

import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.key.GuardedCall;

/** A reconciler that needs nothing of the call, so that it can be asked without one. */
record ReconcilerBean(Reconciler bean) implements Function<GuardedCall, Reconciler> {

    @Override
    public Reconciler apply(GuardedCall call) {
        return bean;
    }
}
