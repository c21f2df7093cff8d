package io.github.idempotency.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;

/** Matches where {@code idempotency.scopes.*.store} or {@code idempotency.profiles.*.store} names this store. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnScopedStoreCondition.class)
@interface ConditionalOnScopedStore {

    StoreType value();
}
