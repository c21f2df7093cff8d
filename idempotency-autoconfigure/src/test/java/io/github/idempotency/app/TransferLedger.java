package io.github.idempotency.app;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.execution.UnknownExecution;

/** Knows by a record's name whether its effect happened, once the ledger is open. */
public class TransferLedger implements Reconciler {

    /** A key that is there once the ledger is open. */
    public static final String OPEN = "ledger-open";

    private final StringRedisTemplate redis;

    TransferLedger(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Reconciliation<Transfers.Receipt> reconcile(UnknownExecution execution) {
        if (!redis.hasKey(OPEN)) {
            return Reconciliation.cannotTell();
        }
        String reference = execution.storeKey().reference();
        return redis.opsForHash().hasKey(Transfers.EFFECTS, reference)
                ? Reconciliation.happened(new Transfers.Receipt(reference, "found"))
                : Reconciliation.didNotHappen();
    }
}
