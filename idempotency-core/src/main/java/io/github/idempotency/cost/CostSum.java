package io.github.idempotency.cost;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What several {@link Cost}s come to: of each kind what is known, and of how many it is not. Immutable.
 *
 * @param reports how many costs were added up
 * @param uncounted of how many of them the tokens are unknown
 * @param unpriced of how many of them the money is unknown
 * @param inputTokens tokens that were read, of those that are known
 * @param outputTokens tokens that were written, of those that are known
 * @param amounts money by the code of its currency, of those that are known; unmodifiable
 */
public record CostSum(
        long reports,
        long uncounted,
        long unpriced,
        long inputTokens,
        long outputTokens,
        SortedMap<String, BigDecimal> amounts) {

    /** Nothing was reported, which does not mean that it was for nothing. */
    public static final CostSum NONE = new CostSum(0, 0, 0, 0, 0, Collections.emptySortedMap());

    public CostSum {
        amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    }

    /** Of one. */
    public static CostSum of(Cost cost) {
        Long input = cost.inputTokens();
        Long output = cost.outputTokens();
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        if (cost.amount() != null && cost.currency() != null) {
            amounts.put(cost.currency().getCurrencyCode(), cost.amount());
        }
        boolean counted = input != null && output != null;
        return new CostSum(
                1, counted ? 0 : 1, amounts.isEmpty() ? 1 : 0, counted ? input : 0, counted ? output : 0, amounts);
    }

    public CostSum plus(Cost cost) {
        return plus(of(cost));
    }

    public CostSum plus(CostSum other) {
        SortedMap<String, BigDecimal> sums = new TreeMap<>(amounts);
        other.amounts.forEach((currency, amount) -> sums.merge(currency, amount, BigDecimal::add));
        return new CostSum(
                reports + other.reports,
                uncounted + other.uncounted,
                unpriced + other.unpriced,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                sums);
    }

    /** This sum, or null if nothing was reported. */
    public @Nullable CostSum orNull() {
        return isNone() ? null : this;
    }

    /** Whether nothing was reported. */
    public boolean isNone() {
        return reports == 0;
    }
}
