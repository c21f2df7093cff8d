package io.github.idempotency.cost;

/**
 * What calls of models cost, where nobody but a table knows. Thread-safe and quick. What it throws is logged and reaches no
 * call: the cost is then as it was reported.
 */
@FunctionalInterface
public interface CostPrices {

    /** No price is known. */
    CostPrices NONE = cost -> cost;

    /** The cost with its amount; as it is if it has one already, or there is no price for it. */
    Cost priced(Cost cost);
}
