package io.github.idempotency.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether any host may get a key: clients are left alone where none may. */
final class OnOutgoingHostsCondition extends SpringBootCondition {

    private static final String HOSTS = "idempotency.outgoing.hosts";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, Object> hosts = Binder.get(context.getEnvironment())
                .bind(HOSTS, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Hosts that get keys");
        return hosts.isEmpty()
                ? ConditionOutcome.noMatch(message.didNotFind("entry").items(HOSTS))
                : ConditionOutcome.match(message.found("entry", "entries").items(hosts.keySet()));
    }
}
