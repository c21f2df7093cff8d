package io.github.idempotency.autoconfigure;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.execution.IdempotentExecutor;

/** How costs are priced and where they are written down. */
record CostBooks(CostPrices prices, CostLedger ledger) {

    static final CostBooks NONE = new CostBooks(CostPrices.NONE, CostLedger.NONE);

    IdempotentExecutor keptBy(IdempotentExecutor executor) {
        return executor.charging(prices, ledger);
    }
}
