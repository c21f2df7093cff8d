package io.github.idempotency.execution;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;

/**
 * How what executions leave behind is kept.
 *
 * @param envelope for their answers
 * @param prices of what they report without an amount
 * @param ledger of their costs
 */
record Bookkeeping(ResultEnvelope envelope, CostPrices prices, CostLedger ledger) {

    static final Bookkeeping NONE = new Bookkeeping(ResultEnvelope.NONE, CostPrices.NONE, CostLedger.NONE);

    Bookkeeping sealing(ResultEnvelope sealed) {
        return new Bookkeeping(sealed, prices, ledger);
    }

    Bookkeeping charging(CostPrices by, CostLedger to) {
        return new Bookkeeping(envelope, by, to);
    }
}
