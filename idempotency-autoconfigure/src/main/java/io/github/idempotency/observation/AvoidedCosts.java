package io.github.idempotency.observation;

import java.math.RoundingMode;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;

/**
 * Adds to the totals of this node what replays have cost nothing again, of what is known: {@value #TOKENS}, and
 * {@value #PREFIX} with the code of a currency, in millionths of it. Thread-safe.
 */
public final class AvoidedCosts implements IdempotencyListener {

    /** What the names of these sums begin with. */
    public static final String PREFIX = "cost.avoided.";

    /** Tokens read and written. */
    public static final String TOKENS = PREFIX + "tokens";

    private static final int MILLIONTHS = 6;

    private final IdempotencyTotals totals;

    public AvoidedCosts(IdempotencyTotals totals) {
        this.totals = totals;
    }

    @Override
    public void on(IdempotencyEvent event) {
        CostSum cost = event.cost();
        if (!event.type().isReplay() || cost == null) {
            return;
        }
        long tokens = cost.inputTokens() + cost.outputTokens();
        if (tokens > 0) {
            totals.add(event.scope(), event.layer(), TOKENS, tokens);
        }
        cost.amounts()
                .forEach((currency, amount) -> totals.add(
                        event.scope(),
                        event.layer(),
                        PREFIX + currency,
                        amount.movePointRight(MILLIONTHS)
                                .setScale(0, RoundingMode.HALF_EVEN)
                                .longValue()));
    }
}
