package io.github.idempotency.actuate;

import java.security.Principal;
import java.util.Map;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ApplicationEventPublisher;

import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.OutcomeSettler;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/** What operators say about unknown outcomes: takes effect, and is audited. */
final class Settlements {

    private static final int CONFLICT = 409;

    private final IdempotencyListener listener;

    private final ApplicationEventPublisher events;

    Settlements(IdempotencyListener listener, ApplicationEventPublisher events) {
        this.listener = listener;
        this.events = events;
    }

    /** 204; 404 if there is no record, 409 if its outcome is not unknown, or it cannot be read. */
    WebEndpointResponse<Void> settle(
            InspectableIdempotencyStore store,
            SecurityContext security,
            String scope,
            StoreKey storeKey,
            boolean happened) {
        try {
            return settleReadable(store, security, scope, storeKey, happened);
        } catch (UnreadableRecordException ex) {
            return new WebEndpointResponse<>(CONFLICT);
        }
    }

    private WebEndpointResponse<Void> settleReadable(
            InspectableIdempotencyStore store,
            SecurityContext security,
            String scope,
            StoreKey storeKey,
            boolean happened) {
        if (new OutcomeSettler(store, listener).settle(storeKey, scope, happened)) {
            Principal principal = security.getPrincipal();
            events.publishEvent(new AuditApplicationEvent(
                    principal == null ? "" : principal.getName(),
                    IdempotencyEndpoint.SETTLED,
                    Map.of("scope", scope, "record", storeKey.reference(), "happened", happened)));
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        }
        boolean present = store.find(storeKey).isPresent();
        return new WebEndpointResponse<>(present ? CONFLICT : WebEndpointResponse.STATUS_NOT_FOUND);
    }
}
