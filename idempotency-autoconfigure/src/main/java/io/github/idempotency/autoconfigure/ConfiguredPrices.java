package io.github.idempotency.autoconfigure;

import java.math.BigDecimal;
import java.util.Currency;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostPrices;

/** Prices by model, as they are configured. A model that is not among them costs nobody knows what. */
record ConfiguredPrices(IdempotencyCostProperties properties) implements CostPrices {

    /** Not as much as a cost can be: what is rounded may become more. */
    private static final BigDecimal MOST = BigDecimal.TEN.pow(18).subtract(BigDecimal.ONE);

    @Override
    public Cost priced(Cost cost) {
        Long input = cost.inputTokens();
        Long output = cost.outputTokens();
        Currency currency = properties.currency();
        ModelPrice price = cost.model() == null ? null : properties.prices().get(cost.model());
        if (cost.amount() != null || price == null || input == null || output == null || currency == null) {
            return cost;
        }
        BigDecimal amount = price.of(input, output);
        return amount.compareTo(MOST) <= 0 ? cost.priced(amount, currency, properties.priceVersion()) : cost;
    }
}
