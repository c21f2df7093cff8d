package io.github.idempotency.autoconfigure;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.aop.InvalidIdempotentException;

/**
 * What a model costs.
 *
 * @param inputPerMillion Price of a million tokens that the model reads.
 * @param outputPerMillion Price of a million tokens that the model writes.
 */
record ModelPrice(
        @Nullable BigDecimal inputPerMillion, @Nullable BigDecimal outputPerMillion) {

    private static final int MILLION = 6;

    /** @throws InvalidIdempotentException if it is no price */
    void require(String property) {
        require(property + ".input-per-million", inputPerMillion);
        require(property + ".output-per-million", outputPerMillion);
    }

    private static void require(String property, @Nullable BigDecimal price) {
        if (price == null || price.signum() < 0) {
            throw new InvalidIdempotentException(
                    property + (price == null ? " is missing." : " is " + price + "."),
                    "Write what a million tokens cost, for example 2.50, or 0 if they cost nothing. A model without"
                            + " prices has calls of unknown cost.");
        }
    }

    BigDecimal of(long inputTokens, long outputTokens) {
        BigDecimal input = inputPerMillion == null ? BigDecimal.ZERO : inputPerMillion;
        BigDecimal output = outputPerMillion == null ? BigDecimal.ZERO : outputPerMillion;
        return input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(MILLION);
    }
}
