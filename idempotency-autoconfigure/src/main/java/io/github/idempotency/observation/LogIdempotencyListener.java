package io.github.idempotency.observation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;

/**
 * Writes one line with key values for every step, to the logger {@value #LOGGER}: at INFO what somebody may have to look
 * after, at DEBUG what happens all the time. Never the caller's key.
 */
public final class LogIdempotencyListener implements IdempotencyListener {

    /** Where the lines go. */
    public static final String LOGGER = "io.github.idempotency.events";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    private static final Set<Type> NOTABLE = EnumSet.of(
            Type.TAKEN_OVER,
            Type.RECONCILED,
            Type.SETTLED,
            Type.NOT_RETAINED,
            Type.LEFT_UNKNOWN,
            Type.LOST,
            Type.UNREADABLE,
            Type.FAIL_OPEN,
            Type.STORE_ERROR);

    @Override
    public void on(IdempotencyEvent event) {
        Level level = NOTABLE.contains(event.type()) ? Level.INFO : Level.DEBUG;
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = log.atLevel(level);
        String outcome = CallOutcome.of(event).tag();
        line = line.addKeyValue("idempotency.event", outcome)
                .addKeyValue("idempotency.scope", event.scope())
                .addKeyValue("idempotency.layer", event.layer().name().toLowerCase(Locale.ROOT));
        if (event.storeKey() != null) {
            line = line.addKeyValue("idempotency.record", event.storeKey().reference());
        }
        Attempt attempt = event.attempt();
        if (attempt != null) {
            line = line.addKeyValue("idempotency.token", attempt.token())
                    .addKeyValue("idempotency.attempt", attempt.number())
                    .addKeyValue("idempotency.started", attempt.startedAt());
        }
        if (event.elapsed() != null) {
            line = line.addKeyValue("idempotency.age_ms", event.elapsed().toMillis());
        }
        LoggedCost.addTo(line, event).log("Guarded call: {}", outcome);
    }
}
