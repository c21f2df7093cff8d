package io.github.idempotency.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;

/** Remembers every event in the order in which it was told. Thread-safe; a bean of this type needs nothing else. */
public final class RecordingIdempotencyListener implements IdempotencyListener {

    private final List<IdempotencyEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(IdempotencyEvent event) {
        events.add(event);
    }

    /** All events so far; later ones do not appear in it. */
    public List<IdempotencyEvent> events() {
        return List.copyOf(events);
    }

    /** What happened so far, without saying to what. */
    public List<IdempotencyEvent.Type> types() {
        return events.stream().map(IdempotencyEvent::type).toList();
    }

    /** How many events of these types there were so far. */
    public long count(IdempotencyEvent.Type... types) {
        Set<IdempotencyEvent.Type> wanted = Set.of(types);
        return events.stream().filter(event -> wanted.contains(event.type())).count();
    }

    /** Forgets what happened, between two tests that share a context. */
    public void clear() {
        events.clear();
    }
}
