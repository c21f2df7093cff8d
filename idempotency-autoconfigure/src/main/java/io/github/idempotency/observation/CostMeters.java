package io.github.idempotency.observation;

import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;

/** Adds up what calls cost. Of what is not known it counts how often that is; it is never taken for nothing. */
record CostMeters(MeterRegistry registry) {

    void add(IdempotencyEvent event, Tags call) {
        CostSum cost = event.cost();
        Optional<CostKind> kind = CostKind.of(event.type());
        if (cost == null || kind.isEmpty()) {
            return;
        }
        Tags tags = call.and(IdempotencyMeters.Tags.COST.asString(), kind.get().tag());
        String direction = IdempotencyMeters.Tags.DIRECTION.asString();
        String lacking = IdempotencyMeters.Tags.LACKING.asString();
        add(IdempotencyMeters.COST_TOKENS, tags.and(direction, "input"), cost.inputTokens());
        add(IdempotencyMeters.COST_TOKENS, tags.and(direction, "output"), cost.outputTokens());
        add(IdempotencyMeters.COST_UNKNOWN, tags.and(lacking, "tokens"), cost.uncounted());
        add(IdempotencyMeters.COST_UNKNOWN, tags.and(lacking, "money"), cost.unpriced());
        cost.amounts()
                .forEach((currency, amount) -> add(
                        IdempotencyMeters.COST_MONEY,
                        tags.and(IdempotencyMeters.Tags.CURRENCY.asString(), currency),
                        amount.doubleValue()));
    }

    private void add(IdempotencyMeters meter, Tags tags, double amount) {
        Counter.Builder counter = Counter.builder(meter.getName()).description(meter.description());
        counter.baseUnit(meter.getBaseUnit()).tags(tags).register(registry).increment(amount);
    }
}
