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
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.store.StoreKey;

/** Says in the log and as an event which scopes have executions without outcome, each execution once. Not thread-safe. */
public final class IntentReport {

    private static final Logger log = LoggerFactory.getLogger(IntentReport.class);

    private final Set<StoreKey> told = new HashSet<>();

    private final IntentLogs intents;

    private final ApplicationEventPublisher events;

    private final int pageSize;

    /** @param pageSize how many intents are read at a time */
    public IntentReport(IntentLogs intents, ApplicationEventPublisher events, int pageSize) {
        this.intents = intents;
        this.events = events;
        this.pageSize = pageSize;
    }

    /** Tells what it has not told before. That a store cannot be asked is logged, and the others are told. */
    public void run() {
        Map<String, IntentSummary> byScope = new TreeMap<>();
        intents.all().forEach((store, kept) -> find(store, kept, byScope));
        List<IntentSummary> scopes = List.copyOf(byScope.values());
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

    private void find(String store, IntentLog kept, Map<String, IntentSummary> byScope) {
        try {
            kept.walk(pageSize, intent -> {
                if (told.add(intent.key())) {
                    IntentSummary one = new IntentSummary(intent.scope(), 1, intent.age());
                    byScope.merge(intent.scope(), one, IntentSummary::and);
                }
                return true;
            });
        } catch (RuntimeException ex) {
            log.warn("Executions without outcome could not be listed in {}", store, ex);
        }
    }
}
