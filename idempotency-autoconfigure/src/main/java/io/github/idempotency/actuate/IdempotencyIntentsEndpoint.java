package io.github.idempotency.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ApplicationEventPublisher;

import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IntentLog;
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * The application's executions without outcome, by scope, and their settlement by reference: who finds one here does not
 * know its key. Reading is allowed where the endpoint is exposed; settling needs
 * {@code management.endpoint.idempotencyintents.access=unrestricted}. Listing asks the stores anew each time, one after the
 * other.
 */
@Endpoint(id = "idempotencyintents", defaultAccess = Access.READ_ONLY)
public final class IdempotencyIntentsEndpoint {

    private static final int CONFLICT = 409;

    private final IntentLogs intents;

    private final Settlements settlements;

    /** @param intents of the application, in every store that it uses */
    public IdempotencyIntentsEndpoint(
            IntentLogs intents, IdempotencyListener listener, ApplicationEventPublisher events) {
        this.intents = intents;
        this.settlements = new Settlements(listener, events);
    }

    /**
     * A page, of one store.
     *
     * @param after what the page before said is next; none for the first
     * @param limit how many executions it has at most, about; from 1 to 1000, 100 unless said
     */
    @ReadOperation
    public IntentsDescriptor intents(@Nullable String after, @Nullable Integer limit) {
        IntentPage page = page(after, PageLimit.of(limit));
        Map<String, List<IntentDescriptor>> scopes = new TreeMap<>();
        page.intents()
                .forEach(intent -> scopes.computeIfAbsent(intent.scope(), scope -> new ArrayList<>())
                        .add(IntentDescriptor.of(intent)));
        return new IntentsDescriptor(scopes, page.next());
    }

    private IntentPage page(@Nullable String after, int limit) {
        try {
            return intents.page(after, limit);
        } catch (IllegalArgumentException ex) {
            throw new InvalidEndpointRequestException(
                    String.valueOf(ex.getMessage()), "after must be what a page said is next", ex);
        }
    }

    /**
     * Settles an outcome that is unknown, or of irreversible work whose lease is over: 204; 404 if the application has no
     * such unfinished record, 409 if its outcome is not unknown or it cannot be read.
     *
     * @param reference the record's
     * @param happened whether the effect happened: then a retry learns that the answer is not retained; otherwise it
     *     runs
     */
    @WriteOperation
    public WebEndpointResponse<Void> settle(SecurityContext security, @Selector String reference, boolean happened) {
        return of(reference, key -> {
            try {
                return intents.holding(key)
                        .flatMap(log -> log.scopeOf(key)
                                .map(scope -> settlements.settle(log.store(), security, scope, key, happened)))
                        .orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
            } catch (UnreadableRecordException ex) {
                return new WebEndpointResponse<>(CONFLICT);
            }
        });
    }

    /**
     * Deletes what cannot be read, whose key the log does not tell and whose scope it cannot tell itself: 204; 404 if
     * there is nothing, 409 if it is a record.
     */
    @DeleteOperation
    public WebEndpointResponse<Void> delete(@Selector String reference) {
        return of(reference, key -> {
            int status = WebEndpointResponse.STATUS_NOT_FOUND;
            for (IntentLog log : intents.all().values()) {
                try {
                    status = log.store().find(key).isPresent() ? CONFLICT : status;
                } catch (UnreadableRecordException ex) {
                    status = log.store().delete(key) ? WebEndpointResponse.STATUS_NO_CONTENT : status;
                }
            }
            return new WebEndpointResponse<>(status);
        });
    }

    private static WebEndpointResponse<Void> of(
            String reference, Function<StoreKey, WebEndpointResponse<Void>> operation) {
        StoreKey key;
        try {
            key = StoreKey.ofReference(reference);
        } catch (IllegalArgumentException ex) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        return operation.apply(key);
    }
}
