package io.github.idempotency.observation;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;

/**
 * Adds to the totals of this node what calls have cost, as far as it is known: {@code cost.spent.}, {@code cost.charged.} or
 * {@value #AVOIDED}, and then {@code tokens}, read and written, or the code of a currency, in millionths of it: what is less is kept
 * until it comes to one. And how many costs these sums lack: {@code cost.unknown.spent.tokens} or {@code .money}, and so of
 * the others. Thread-safe.
 */
public final class CostTotals implements IdempotencyListener {

    /** What the names of the sums begin with that replays have cost nothing again. */
    public static final String AVOIDED = "cost.avoided.";

    private static final String UNKNOWN = "cost.unknown.";

    private static final int MILLIONTHS = 6;

    private final IdempotencyTotals totals;

    public CostTotals(IdempotencyTotals totals) {
        this.totals = totals;
    }

    @Override
    public void on(IdempotencyEvent event) {
        CostSum cost = event.cost();
        if (cost != null) {
            CostKind.of(event.type()).ifPresent(kind -> add(event, kind.tag() + ".", cost));
        }
    }

    private void add(IdempotencyEvent event, String kind, CostSum cost) {
        String prefix = "cost." + kind;
        count(event, prefix + "tokens", cost.inputTokens() + cost.outputTokens());
        count(event, UNKNOWN + kind + "tokens", cost.uncounted());
        count(event, UNKNOWN + kind + "money", cost.unpriced());
        cost.amounts()
                .forEach((currency, amount) ->
                        totals.add(event.scope(), event.layer(), prefix + currency, amount.movePointRight(MILLIONTHS)));
    }

    private void count(IdempotencyEvent event, String name, long amount) {
        if (amount > 0) {
            totals.add(event.scope(), event.layer(), name, amount);
        }
    }
}
