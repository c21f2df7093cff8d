package io.github.idempotency.autoconfigure;

import java.util.Objects;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.idempotency.store.IdempotencyStore;

/** Boot's condition on a bean does not see those with {@code defaultCandidate = false}. */
final class OnAnyStoreCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String[] stores = Objects.requireNonNull(context.getBeanFactory())
                .getBeanNamesForType(IdempotencyStore.class, true, false);
        ConditionMessage message = ConditionMessage.forCondition(ConditionalOnAnyStore.class)
                .because(stores.length == 0 ? "there is no store" : "there is " + String.join(", ", stores));
        return new ConditionOutcome(stores.length > 0, message);
    }
}
