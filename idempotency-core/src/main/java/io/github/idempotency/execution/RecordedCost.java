package io.github.idempotency.execution;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.CostSource;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.store.IdempotencyRecord;

/**
 * What a key is charged, as its record keeps it. What is unknown is null or missing, and never zero. Immutable.
 *
 * @param reports how many costs were reported
 * @param uncounted of how many of them the tokens are unknown
 * @param unpriced of how many of them the money is unknown
 * @param inputTokens tokens that were read, of those that are known; null if none are
 * @param outputTokens tokens that were written, of those that are known; null if none are
 * @param amounts money by the code of its currency, in plain digits, of what is known
 * @param sources models, and versions of prices, as far as there was room for them
 */
public record RecordedCost(
        long reports,
        long uncounted,
        long unpriced,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        SortedMap<String, String> amounts,
        List<CostSource> sources) {

    /** Null if the execution has reported none, or has no answer yet: that it was for nothing is not said by that. */
    public static @Nullable RecordedCost of(IdempotencyRecord record) {
        Particulars kept = Particulars.of(record.result());
        CostSum sum = kept.cost();
        if (sum.isNone()) {
            return null;
        }
        boolean counted = sum.uncounted() < sum.reports();
        SortedMap<String, String> amounts = new TreeMap<>();
        sum.amounts()
                .forEach((currency, amount) ->
                        amounts.put(currency, amount.stripTrailingZeros().toPlainString()));
        return new RecordedCost(
                sum.reports(),
                sum.uncounted(),
                sum.unpriced(),
                counted ? sum.inputTokens() : null,
                counted ? sum.outputTokens() : null,
                amounts,
                kept.sources());
    }
}
