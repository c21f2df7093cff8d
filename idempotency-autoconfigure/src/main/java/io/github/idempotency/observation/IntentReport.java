package io.github.idempotency.observation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

import io.github.idempotency.execution.IntentLog;
import io.github.idempotency.store.StoreKey;

/** Says in the log and as an event which scopes have executions without outcome, each execution once. Not thread-safe. */
public final class IntentReport {

    private static final Logger log = LoggerFactory.getLogger(IntentReport.class);

    private final Set<StoreKey> told = new HashSet<>();

    private final IntentLog intents;

    private final ApplicationEventPublisher events;

    private final int pageSize;

    /** @param pageSize how many intents are read at a time */
    public IntentReport(IntentLog intents, ApplicationEventPublisher events, int pageSize) {
        this.intents = intents;
        this.events = events;
        this.pageSize = pageSize;
    }

    /** Tells what it has not told before. That the store cannot be asked is logged. */
    public void run() {
        List<IntentSummary> scopes;
        try {
            scopes = summaries();
        } catch (RuntimeException ex) {
            log.warn("Executions without outcome could not be listed", ex);
            return;
        }
        for (IntentSummary scope : scopes) {
            log.warn(
                    "{} executions of {} have no outcome; the oldest began {} ago",
                    scope.count(),
                    scope.scope(),
                    scope.oldestAge());
        }
        if (!scopes.isEmpty()) {
            events.publishEvent(new IntentsFoundEvent(scopes));
        }
    }

    private List<IntentSummary> summaries() {
        Map<String, IntentSummary> byScope = new TreeMap<>();
        intents.walk(pageSize, intent -> {
            if (told.add(intent.key())) {
                IntentSummary one = new IntentSummary(intent.scope(), 1, intent.age());
                byScope.merge(intent.scope(), one, IntentSummary::and);
            }
            return true;
        });
        return List.copyOf(byScope.values());
    }
}
