package io.github.idempotency.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money as it is kept: twelve decimals, and less than 10<sup>18</sup> when it is rounded to them. */
final class CostAmount {

    private static final int DECIMALS = 12;

    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(18);

    /** Less than this is nothing in twelve decimals. Its digits need not be looked at, of which there may be billions. */
    private static final BigDecimal LEAST = new BigDecimal("5E-13");

    private CostAmount() {}

    static BigDecimal rounded(BigDecimal amount) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("amount is negative");
        }
        if (amount.compareTo(LEAST) < 0) {
            return BigDecimal.ZERO.setScale(DECIMALS);
        }
        BigDecimal rounded =
                amount.compareTo(TOO_MUCH) < 0 ? amount.setScale(DECIMALS, RoundingMode.HALF_UP) : TOO_MUCH;
        if (rounded.compareTo(TOO_MUCH) >= 0) {
            throw new IllegalArgumentException("amount is not below 10^18 when rounded to " + DECIMALS + " decimals");
        }
        return rounded;
    }
}
