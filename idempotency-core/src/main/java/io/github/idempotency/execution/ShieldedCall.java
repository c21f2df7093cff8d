package io.github.idempotency.execution;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what an observed call throws from the call. */
record ShieldedCall(ObservedCall observed) implements ObservedCall {

    private static final Logger log = LoggerFactory.getLogger(ObservedCall.class);

    static ObservedCall of(IdempotencyListener listener, IdempotentOperation operation) {
        try {
            ObservedCall observed = listener.observe(operation);
            return observed == NONE ? NONE : new ShieldedCall(observed);
        } catch (Throwable ex) {
            log.warn("Listener {} failed to observe a call", listener.getClass().getName(), ex);
            return NONE;
        }
    }

    @Override
    public void on(IdempotencyEvent event) {
        shielded(() -> observed.on(event));
    }

    @Override
    public Scope open() {
        try {
            Scope scope = observed.open();
            return () -> shielded(scope::close);
        } catch (Throwable ex) {
            log.warn("{} failed", observed.getClass().getName(), ex);
            return Scope.NONE;
        }
    }

    @Override
    public void failed(Throwable failure) {
        shielded(() -> observed.failed(failure));
    }

    @Override
    public Optional<TraceReference> trace() {
        try {
            return observed.trace();
        } catch (Throwable ex) {
            log.warn("{} failed", observed.getClass().getName(), ex);
            return Optional.empty();
        }
    }

    @Override
    public void end() {
        shielded(observed::end);
    }

    private void shielded(Runnable step) {
        try {
            step.run();
        } catch (Throwable ex) {
            log.warn("{} failed", observed.getClass().getName(), ex);
        }
    }
}
