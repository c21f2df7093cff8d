package io.github.idempotency.observation;

import java.math.RoundingMode;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;

/**
 * Adds to the totals of this node what calls have cost, of what is known: {@code cost.spent.}, {@code cost.charged.} or
 * {@value #AVOIDED}, and then {@code tokens}, read and written, or the code of a currency, in millionths of it. Thread-safe.
 */
public final class CostTotals implements IdempotencyListener {

    /** What the names of the sums begin with that replays have cost nothing again. */
    public static final String AVOIDED = "cost.avoided.";

    private static final int MILLIONTHS = 6;

    private final IdempotencyTotals totals;

    public CostTotals(IdempotencyTotals totals) {
        this.totals = totals;
    }

    @Override
    public void on(IdempotencyEvent event) {
        CostSum cost = event.cost();
        if (cost != null) {
            CostKind.of(event.type()).ifPresent(kind -> add(event, "cost." + kind.tag() + ".", cost));
        }
    }

    private void add(IdempotencyEvent event, String prefix, CostSum cost) {
        long tokens = cost.inputTokens() + cost.outputTokens();
        if (tokens > 0) {
            totals.add(event.scope(), event.layer(), prefix + "tokens", tokens);
        }
        cost.amounts()
                .forEach((currency, amount) -> totals.add(
                        event.scope(),
                        event.layer(),
                        prefix + currency,
                        amount.movePointRight(MILLIONTHS)
                                .setScale(0, RoundingMode.HALF_EVEN)
                                .longValue()));
    }
}
