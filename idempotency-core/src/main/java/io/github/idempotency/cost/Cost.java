package io.github.idempotency.cost;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * What one call of a model, or of anything else that has to be paid for, has cost, as far as that is known. What is not
 * known is null and never zero. What it refuses is an {@link IllegalArgumentException} that names the argument; what it
 * takes, every ledger can write down. Immutable.
 *
 * @param model what was called, 1 to 200 characters without control characters, which are left out; null if it has no name
 * @param inputTokens tokens that it read, not negative; null if nobody has said
 * @param outputTokens tokens that it wrote, not negative; null if nobody has said, and then so are those it read
 * @param amount money, not negative and, rounded to its twelve decimals, below 10<sup>18</sup>; null if nobody has said
 * @param currency of the amount, and null without one
 * @param priceVersion of the prices that have given the amount, 1 to 200 characters and no control character; null if no
 *     configured price has
 */
public record Cost(
        @Nullable String model,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable BigDecimal amount,
        @Nullable Currency currency,
        @Nullable String priceVersion) {

    /** How many characters a model and a version of prices have at most. */
    public static final int LONGEST_NAME = 200;

    public Cost {
        model = model == null ? null : CostText.model(model);
        if ((inputTokens == null) != (outputTokens == null) || isNegative(inputTokens) || isNegative(outputTokens)) {
            throw new IllegalArgumentException("inputTokens and outputTokens are counted from 0, or both null if one is"
                    + " not known: " + inputTokens + " and " + outputTokens);
        }
        if ((amount == null) != (currency == null)) {
            throw new IllegalArgumentException(
                    amount == null ? "currency is there without an amount" : "currency of the amount is missing");
        }
        amount = amount == null ? null : CostAmount.rounded(amount);
        if (priceVersion != null) {
            CostText.requireVersion(priceVersion);
        }
    }

    /** Something was called, and nobody has said what that cost. */
    public static Cost unknown(@Nullable String model) {
        return new Cost(model, null, null, null, null, null);
    }

    /** A call of a model whose tokens are known. Its price is what the configured prices say, otherwise unknown. */
    public static Cost tokens(@Nullable String model, long input, long output) {
        return new Cost(model, input, output, null, null, null);
    }

    /** Money for something that has no tokens. */
    public static Cost money(BigDecimal amount, Currency currency) {
        return new Cost(null, 0L, 0L, amount, currency, null);
    }

    /**
     * This cost with its price in money.
     *
     * @param version of the prices it is by; null if it is by none that is configured
     */
    public Cost priced(BigDecimal price, Currency in, @Nullable String version) {
        return new Cost(model, inputTokens, outputTokens, price, in, version);
    }

    /**
     * What a provider calls its model, as {@link #model} takes it: without control characters, and cut where it is too
     * long. Null if nothing is left.
     */
    public static @Nullable String modelName(@Nullable String told) {
        String plain = told == null ? "" : CostText.plain(told).strip();
        String cut = plain.length() > LONGEST_NAME ? CostText.plain(plain.substring(0, LONGEST_NAME)) : plain;
        return cut.isBlank() ? null : cut;
    }

    private static boolean isNegative(@Nullable Long tokens) {
        return tokens != null && tokens < 0;
    }
}
