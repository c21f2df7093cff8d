package io.github.idempotency.observation;

import java.util.Optional;

import org.slf4j.spi.LoggingEventBuilder;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;

/** What a line says of the cost of its event, in key values. */
final class LoggedCost {

    private LoggedCost() {}

    static LoggingEventBuilder addTo(LoggingEventBuilder line, IdempotencyEvent event) {
        CostSum cost = event.cost();
        Optional<CostKind> kind = CostKind.of(event.type());
        if (cost == null || kind.isEmpty()) {
            return line;
        }
        String name = "idempotency.cost." + kind.get().tag();
        LoggingEventBuilder told = line.addKeyValue(name + ".input_tokens", cost.inputTokens())
                .addKeyValue(name + ".output_tokens", cost.outputTokens())
                .addKeyValue(name + ".uncounted", cost.uncounted())
                .addKeyValue(name + ".unpriced", cost.unpriced());
        cost.amounts().forEach((currency, amount) -> told.addKeyValue(name + "." + currency, amount.toPlainString()));
        return told;
    }
}
