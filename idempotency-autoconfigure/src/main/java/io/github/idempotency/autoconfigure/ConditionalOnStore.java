package io.github.idempotency.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;

/** Matches where {@code idempotency.store} names this store. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnStoreCondition.class)
@interface ConditionalOnStore {

    StoreType value();

    /** Whether it also matches where the property says nothing. */
    boolean matchIfMissing() default false;
}
