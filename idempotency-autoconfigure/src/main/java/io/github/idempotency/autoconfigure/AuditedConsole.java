package io.github.idempotency.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import io.github.idempotency.actuate.IdempotencyEndpoint;
import io.github.idempotency.console.ConsoleAudit;

/** What operators do is audited as what they do through the endpoint is. */
final class AuditedConsole implements ConsoleAudit {

    private static final String DELETED = "IDEMPOTENCY_DELETED";

    private final ApplicationEventPublisher events;

    AuditedConsole(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    public void settled(@Nullable String operator, String scope, String reference, boolean happened) {
        publish(
                operator,
                IdempotencyEndpoint.SETTLED,
                Map.of("scope", scope, "record", reference, "happened", happened));
    }

    @Override
    public void deleted(@Nullable String operator, String scope, String reference) {
        publish(operator, DELETED, Map.of("scope", scope, "record", reference));
    }

    private void publish(@Nullable String operator, String type, Map<String, Object> particulars) {
        events.publishEvent(new AuditApplicationEvent(operator == null ? "" : operator, type, particulars));
    }
}
