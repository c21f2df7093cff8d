package io.github.idempotency.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IntentLog;
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.execution.OutcomeSettler;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * The application's records as operators look at and decide about them. One of another application in the same store is
 * as good as absent. Thread-safe.
 */
public final class ConsoleRecords {

    private final Function<String, Optional<IdempotencyStore>> stores;

    private final KeyResolver keys;

    private final IntentLogs intents;

    private final RecentEvents recent;

    private final IdempotencyListener listener;

    private final ConsoleAudit audit;

    /**
     * @param stores the store of a scope's records; empty if there is none
     * @param intents of the application
     * @param listener is told of settlements
     */
    public ConsoleRecords(
            Function<String, Optional<IdempotencyStore>> stores,
            KeyResolver keys,
            IntentLogs intents,
            RecentEvents recent,
            IdempotencyListener listener,
            ConsoleAudit audit) {
        this.stores = stores;
        this.keys = keys;
        this.intents = intents;
        this.recent = recent;
        this.listener = listener;
        this.audit = audit;
    }

    String namespace() {
        return keys.namespace();
    }

    IntentRows intents(@Nullable String after) {
        return IntentRows.after(intents, after);
    }

    /** @throws ConsoleException if there is no such record, and nothing is known of one */
    RecordHistory history(@Nullable RecordName name) {
        NamedRecord named = named(name);
        RecordFacts facts = null;
        String unreadable = null;
        try {
            facts = named.store().find(named.key()).map(RecordFacts::of).orElse(null);
        } catch (UnreadableRecordException ex) {
            unreadable = String.valueOf(ex.getMessage());
        }
        List<RecentEvent> events = recent.of(named.key());
        if (facts == null && unreadable == null && events.isEmpty()) {
            throw notFound();
        }
        return new RecordHistory(named.key().reference(), named.scope(), facts, unreadable, events);
    }

    /** @throws ConsoleException if there is no such record, or its outcome is not unknown */
    void settle(@Nullable RecordName name, @Nullable Boolean happened, @Nullable String operator) {
        if (happened == null) {
            throw new ConsoleException(ConsoleException.BAD_REQUEST, "'happened' is missing: say true or false");
        }
        NamedRecord named = named(name);
        boolean settled;
        try {
            settled = new OutcomeSettler(named.store(), listener).settle(named.key(), named.scope(), happened);
        } catch (UnreadableRecordException ex) {
            throw new ConsoleException(ConsoleException.CONFLICT, "The record cannot be read; it can only be deleted");
        }
        if (!settled) {
            throw undone(named, "The outcome of the execution is not unknown, or not any more");
        }
        audit.settled(operator, named.scope(), named.key().reference(), happened);
    }

    /** @throws ConsoleException if there is no such record, or it is a live claim */
    void delete(@Nullable RecordName name, @Nullable String operator) {
        NamedRecord named = named(name);
        if (!named.store().delete(named.key())) {
            throw undone(named, "The execution is running: a live claim is never deleted");
        }
        audit.deleted(operator, named.scope(), named.key().reference());
    }

    private NamedRecord named(@Nullable RecordName name) {
        if (name != null && name.reference() != null) {
            return byReference(name.reference()).orElseThrow(ConsoleRecords::notFound);
        }
        if (name == null || name.scope() == null || name.key() == null) {
            throw new ConsoleException(
                    ConsoleException.BAD_REQUEST, "A record is named by scope and key, or by its reference");
        }
        String owner = name.owner() == null ? "" : name.owner();
        StoreKey key = keys.scope(name.scope(), owner).storeKey(name.key());
        return in(name.scope(), key).orElseThrow(ConsoleRecords::notFound);
    }

    /** What is unfinished says whose it is; of the rest this node knows what it has seen itself. */
    private Optional<NamedRecord> byReference(String reference) {
        StoreKey key;
        try {
            key = StoreKey.ofReference(reference);
        } catch (IllegalArgumentException ex) {
            return Optional.empty();
        }
        Optional<String> seen = recent.scopeOf(key);
        if (seen.isPresent()) {
            return in(seen.get(), key);
        }
        Optional<IntentLog> log = intents.holding(key);
        return log.flatMap(holder -> holder.scopeOf(key).map(scope -> new NamedRecord(key, scope, holder.store())));
    }

    private Optional<NamedRecord> in(String scope, StoreKey key) {
        return stores.apply(scope)
                .map(store -> store instanceof InspectableIdempotencyStore inspectable ? inspectable : null)
                .map(store -> new NamedRecord(key, scope, store));
    }

    private static ConsoleException undone(NamedRecord named, String conflict) {
        boolean present = named.store().find(named.key()).isPresent();
        return present ? new ConsoleException(ConsoleException.CONFLICT, conflict) : notFound();
    }

    private static ConsoleException notFound() {
        return new ConsoleException(
                ConsoleException.NOT_FOUND, "There is no such record: it expired, was deleted or never was");
    }
}
