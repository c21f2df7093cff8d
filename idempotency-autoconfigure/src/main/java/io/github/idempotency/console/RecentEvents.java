package io.github.idempotency.console;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ObservedCall;
import io.github.idempotency.store.StoreKey;

/**
 * The last steps of this node's calls, in a ring: what records have been through, as far as it goes back and as far as it
 * happened here. Holds no keys and no answers. Writing takes no lock; reading walks over the ring. Thread-safe.
 */
public final class RecentEvents implements IdempotencyListener {

    static final int MOST = 10_000;

    private final AtomicReferenceArray<@Nullable Noted> ring = new AtomicReferenceArray<>(MOST);

    private final AtomicLong next = new AtomicLong();

    private final Clock clock;

    /** @param clock says when a step was seen */
    public RecentEvents(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void on(IdempotencyEvent event) {
        if (event.storeKey() != null) {
            note(event.storeKey(), event.scope(), event.type().name(), event.attempt());
        }
    }

    @Override
    public ObservedCall observe(IdempotentOperation operation) {
        return new ObservedCall() {

            @Override
            public void renewed() {
                note(operation.storeKey(), operation.scope(), "renewed", null);
            }
        };
    }

    private void note(StoreKey key, String scope, String type, @Nullable Attempt attempt) {
        long place = next.getAndIncrement();
        ring.set((int) (place % MOST), new Noted(place, key, scope, type, attempt, clock.instant()));
    }

    /** What is known of a record, the oldest first. */
    List<RecentEvent> of(StoreKey key) {
        return noted(key).stream().map(Noted::event).toList();
    }

    /** The scope of a record that this node has seen lately. */
    Optional<String> scopeOf(StoreKey key) {
        return noted(key).stream().map(Noted::scope).findFirst();
    }

    private List<Noted> noted(StoreKey key) {
        List<Noted> found = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            Noted noted = ring.get(i);
            if (noted != null && noted.key.equals(key)) {
                found.add(noted);
            }
        }
        found.sort((one, other) -> Long.compare(one.place, other.place));
        return found;
    }

    private record Noted(
            long place,
            StoreKey key,
            String scope,
            String type,
            @Nullable Attempt attempt,
            Instant at) {

        RecentEvent event() {
            return new RecentEvent(
                    at,
                    type.toLowerCase(Locale.ROOT).replace('_', '-'),
                    attempt == null ? null : attempt.number(),
                    attempt == null ? null : attempt.token());
        }
    }
}
