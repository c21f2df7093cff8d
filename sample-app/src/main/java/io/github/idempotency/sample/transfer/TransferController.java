package io.github.idempotency.sample.transfer;

import java.util.UUID;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.UnknownExecution;

/** Irreversible: after a crash nobody moves the money again on a guess; the ledger is asked. */
@RestController
class TransferController {

    private final Transfers transfers;

    TransferController(Transfers transfers) {
        this.transfers = transfers;
    }

    @PostMapping("/transfers")
    @ResponseStatus(HttpStatus.CREATED)
    @Idempotent(
            scope = "transfers",
            profile = "sensitive",
            effect = Effect.IRREVERSIBLE,
            reconcileWith = "lookUp",
            // Without a transaction nothing has moved.
            releaseOn = CannotCreateTransactionException.class)
    Transfer transfer(@Valid @RequestBody TransferRequest request) {
        return transfers.move(request, reference());
    }

    /** A call that runs unprotected (no key where none is required, no store) has no context, and its money moves again. */
    private static String reference() {
        return IdempotencyContext.find()
                .map(context -> context.childKey("transfer"))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    /**
     * What is not in the ledger may run: should the lost request still be alive and come late, the ledger refuses its
     * reference.
     */
    Reconciliation<Transfer> lookUp(TransferRequest request, UnknownExecution lost) {
        return transfers
                .find(lost.childKey("transfer"))
                .map(Reconciliation::happened)
                .orElseGet(Reconciliation::didNotHappen);
    }
}
