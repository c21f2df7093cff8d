package io.github.idempotency.actuate;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ApplicationEventPublisher;

import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * Totals, and one record by scope and key. Reading is allowed where the endpoint is exposed; settling and deleting need
 * {@code management.endpoint.idempotency.access=unrestricted}.
 */
@Endpoint(id = "idempotency", defaultAccess = Access.READ_ONLY)
public final class IdempotencyEndpoint {

    /** What an audit event of a settlement is called. */
    public static final String SETTLED = "IDEMPOTENCY_SETTLED";

    private static final int CONFLICT = 409;

    private final IdempotencyTotals totals;

    private final ClusterTotals cluster;

    private final Function<String, IdempotencyStore> stores;

    private final KeyResolver keys;

    private final Settlements settlements;

    /** @param stores the store of a scope's records */
    public IdempotencyEndpoint(
            IdempotencyTotals totals,
            ClusterTotals cluster,
            Function<String, IdempotencyStore> stores,
            KeyResolver keys,
            IdempotencyListener listener,
            ApplicationEventPublisher events) {
        this.totals = totals;
        this.cluster = cluster;
        this.stores = stores;
        this.keys = keys;
        this.settlements = new Settlements(listener, events);
    }

    /**
     * The totals of this node and of the cluster, and a page of those of scopes.
     *
     * @param after what the page before said is next; none for the first
     * @param limit how many scopes it has at most; from 1 to 1000, 100 unless said
     */
    @ReadOperation
    public TotalsDescriptor totals(@Nullable String after, @Nullable Integer limit) {
        int size = PageLimit.of(limit);
        ObservedTotals observed = ObservedTotals.of(totals, cluster);
        ObservedTotals.Sums all = observed.cluster();
        ScopePage page = ScopePage.of(observed, after, size);
        return new TotalsDescriptor(
                totals.since(),
                observed.node().described(),
                all == null ? null : all.described(),
                observed.unavailable(),
                ScopePage.top((all == null ? observed.node() : all).total()),
                page.scopes(),
                page.next());
    }

    /** The totals of one scope; null, which is 404, if it has had no call on any node. */
    @ReadOperation
    public @Nullable ScopeDescriptor scope(@Selector String scope) {
        return ObservedTotals.of(totals, cluster).scope(scope);
    }

    /**
     * The {@link RecordDescriptor} of a key; null, which is 404, if there is no record; 409 with an
     * {@link UnreadableDescriptor} if it cannot be read.
     */
    @ReadOperation
    public @Nullable Object record(@Selector String scope, @Selector String key, @Nullable String owner) {
        StoreKey storeKey = storeKey(scope, key, owner);
        try {
            return inspectable(scope)
                    .find(storeKey)
                    .map(record -> RecordDescriptor.of(storeKey, record))
                    .orElse(null);
        } catch (UnreadableRecordException ex) {
            String reason = String.valueOf(ex.getMessage());
            return new WebEndpointResponse<>(new UnreadableDescriptor(storeKey.reference(), reason), CONFLICT);
        }
    }

    /** Forgets the record of a key: 204; 404 if there is none, 409 if it is a live claim. */
    @DeleteOperation
    public WebEndpointResponse<Void> delete(@Selector String scope, @Selector String key, @Nullable String owner) {
        StoreKey storeKey = storeKey(scope, key, owner);
        if (inspectable(scope).delete(storeKey)) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        }
        boolean live = inspectable(scope).find(storeKey).isPresent();
        return new WebEndpointResponse<>(live ? CONFLICT : WebEndpointResponse.STATUS_NOT_FOUND);
    }

    /**
     * Settles an outcome that is unknown: 204; 404 if there is no record, 409 if its outcome is not unknown.
     *
     * @param happened whether the effect happened: then a retry learns that the answer is not retained; otherwise it
     *     runs
     */
    @WriteOperation
    public WebEndpointResponse<Void> settle(
            SecurityContext security,
            @Selector String scope,
            @Selector String key,
            @Nullable String owner,
            boolean happened) {
        StoreKey storeKey = storeKey(scope, key, owner);
        return settlements.settle(inspectable(scope), security, scope, storeKey, happened);
    }

    private StoreKey storeKey(String scope, String key, @Nullable String owner) {
        return keys.scope(scope, owner == null ? "" : owner).storeKey(key);
    }

    private InspectableIdempotencyStore inspectable(String scope) {
        IdempotencyStore store = stores.apply(scope);
        if (store instanceof InspectableIdempotencyStore inspectable) {
            return inspectable;
        }
        throw new IllegalStateException(
                "The store " + store.getClass().getName() + " is no InspectableIdempotencyStore");
    }
}
