package io.github.idempotency.execution;

import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.Reconciliation;
import io.github.idempotency.store.IdempotencyRecord;

/** Asks a reconciler, and takes no answer and a failure for what they are: nobody can tell. */
final class Reconcilers {

    private static final Logger log = LoggerFactory.getLogger(Reconcilers.class);

    private Reconcilers() {}

    static Reconciliation<?> ask(IdempotentOperation operation, IdempotencyRecord record) {
        Reconciler reconciler = operation.reconciler();
        if (reconciler == null) {
            return Reconciliation.cannotTell();
        }
        try {
            Reconciliation<?> answer = reconciler.reconcile(UnknownExecution.of(operation, record));
            return Objects.requireNonNullElseGet(answer, Reconciliation::cannotTell);
        } catch (RuntimeException ex) {
            log.warn("The reconciler of {} failed: the outcome stays unknown", operation, Unworded.of(ex));
            return Reconciliation.cannotTell();
        }
    }
}
