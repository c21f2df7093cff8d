package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call that several listeners observe, each shielded from the others. */
record ObservedCalls(List<ObservedCall> calls) implements ObservedCall {

    static ObservedCall of(List<IdempotencyListener> listeners, IdempotentOperation operation) {
        ObservedCall only = NONE;
        List<ObservedCall> several = null;
        for (IdempotencyListener listener : listeners) {
            ObservedCall observed = ShieldedCall.of(listener, operation);
            if (observed == NONE) {
                continue;
            }
            if (only == NONE) {
                only = observed;
            } else {
                several = several == null ? new ArrayList<>(List.of(only)) : several;
                several.add(observed);
            }
        }
        return several == null ? only : new ObservedCalls(several);
    }

    @Override
    public void on(IdempotencyEvent event) {
        calls.forEach(call -> call.on(event));
    }

    @Override
    public Scope open() {
        List<Scope> scopes = new ArrayList<>();
        calls.forEach(call -> scopes.add(0, call.open()));
        return () -> scopes.forEach(Scope::close);
    }

    @Override
    public void failed(Throwable failure) {
        calls.forEach(call -> call.failed(failure));
    }

    @Override
    public Optional<TraceReference> trace() {
        return calls.stream().flatMap(call -> call.trace().stream()).findFirst();
    }

    @Override
    public void end() {
        calls.forEach(ObservedCall::end);
    }
}
