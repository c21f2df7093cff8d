package io.github.idempotency.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;

/** Looks at what scopes and profiles say of their store, and at nothing else of theirs. */
final class OnScopedStoreCondition extends SpringBootCondition {

    private static final Bindable<Map<String, Scoped>> SCOPED = Bindable.mapOf(String.class, Scoped.class);

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        StoreType type = metadata.getAnnotations()
                .get(ConditionalOnScopedStore.class)
                .getEnum(MergedAnnotation.VALUE, StoreType.class);
        Binder binder = Binder.get(context.getEnvironment());
        boolean matches = names(binder, "idempotency.scopes", type) || names(binder, "idempotency.profiles", type);
        ConditionMessage message = ConditionMessage.forCondition(ConditionalOnScopedStore.class)
                .because((matches ? "a" : "no") + " scope or profile names " + type);
        return new ConditionOutcome(matches, message);
    }

    private static boolean names(Binder binder, String property, StoreType type) {
        return binder.bind(property, SCOPED).orElseGet(Map::of).values().stream()
                .map(Scoped::store)
                .anyMatch(store -> store != null && StoreName.of(store).isOf(type));
    }

    record Scoped(@Nullable String store) {}
}
