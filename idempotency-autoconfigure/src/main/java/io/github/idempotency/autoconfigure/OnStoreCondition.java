package io.github.idempotency.autoconfigure;

import java.util.Objects;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;

/** Binds the property as Boot does, so that {@code redis+jdbc}, {@code redis-jdbc} and {@code REDIS_JDBC} are the same. */
final class OnStoreCondition extends SpringBootCondition {

    static final String PROPERTY = "idempotency.store";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        MergedAnnotation<ConditionalOnStore> annotation =
                metadata.getAnnotations().get(ConditionalOnStore.class);
        StoreType asked = Binder.get(context.getEnvironment())
                .bind(PROPERTY, StoreType.class)
                .orElse(null);
        boolean matches = asked == null
                ? annotation.getBoolean("matchIfMissing")
                : asked == annotation.getEnum(MergedAnnotation.VALUE, StoreType.class);
        ConditionMessage message = ConditionMessage.forCondition(ConditionalOnStore.class)
                .because(PROPERTY + " is " + Objects.requireNonNullElse(asked, "not set"));
        return new ConditionOutcome(matches, message);
    }
}
