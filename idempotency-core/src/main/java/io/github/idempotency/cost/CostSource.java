package io.github.idempotency.cost;

import org.jspecify.annotations.Nullable;

/**
 * Of whom a cost is, and by whose word, as records and ledgers name it. Equal where both texts are. Immutable; refuses nothing.
 *
 * @param model what was called, as {@link Cost#model()} has it; null if it has no name
 * @param priceVersion of the configured prices that have given the amount, as {@link Cost#priceVersion()} has it; null if none
 *     have
 */
public record CostSource(@Nullable String model, @Nullable String priceVersion) {

    /** That of the cost. */
    public static CostSource of(Cost cost) {
        return new CostSource(cost.model(), cost.priceVersion());
    }
}
