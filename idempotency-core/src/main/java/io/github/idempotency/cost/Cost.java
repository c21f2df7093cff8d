package io.github.idempotency.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * What one call of a model, or of anything else that has to be paid for, has cost, as far as that is known. What is not
 * known is null and never zero. Immutable.
 *
 * @param model what was called, 1 to 200 characters; null if it has no name
 * @param inputTokens tokens that it read, not negative; null if nobody has said
 * @param outputTokens tokens that it wrote, not negative; null if nobody has said, and then so are those it read
 * @param amount money, not negative and below 10<sup>18</sup>, to twelve decimals; null if nobody has said
 * @param currency of the amount, and null without one
 * @param priceVersion of the prices that have given the amount; null if no configured price has
 */
public record Cost(
        @Nullable String model,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable BigDecimal amount,
        @Nullable Currency currency,
        @Nullable String priceVersion) {

    private static final int LONGEST_MODEL = 200;

    private static final int DECIMALS = 12;

    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(18);

    public Cost {
        if (model != null && (model.isBlank() || model.length() > LONGEST_MODEL)) {
            throw new IllegalArgumentException(
                    "A model has a name of 1 to " + LONGEST_MODEL + " characters, or is null");
        }
        if ((inputTokens == null) != (outputTokens == null) || isNegative(inputTokens) || isNegative(outputTokens)) {
            throw new IllegalArgumentException("Tokens are counted from 0, or both null if one is not known: "
                    + inputTokens + " and " + outputTokens);
        }
        if ((amount == null) != (currency == null)) {
            throw new IllegalArgumentException("An amount has a currency, and only an amount has one");
        }
        if (amount != null && (amount.signum() < 0 || amount.compareTo(TOO_MUCH) >= 0)) {
            throw new IllegalArgumentException("An amount is not negative and below 10^18: " + amount);
        }
        amount = amount == null ? null : amount.setScale(DECIMALS, RoundingMode.HALF_UP);
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

    private static boolean isNegative(@Nullable Long tokens) {
        return tokens != null && tokens < 0;
    }
}
