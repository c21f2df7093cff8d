package io.github.idempotency.autoconfigure;

import java.util.Locale;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionException;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;

/**
 * What a scope calls its store: {@code redis+jdbc} in any spelling that Boot takes for the constant, or the name of a
 * bean.
 *
 * @param text the name as it is shown
 * @param beanName the bean that has to be there
 */
record StoreName(String text, String beanName) {

    static StoreName of(String text) {
        try {
            StoreType type = ApplicationConversionService.getSharedInstance().convert(text, StoreType.class);
            return type == null ? new StoreName(text, text) : of(type);
        } catch (ConversionException ex) {
            return new StoreName(text, text);
        }
    }

    static StoreName of(StoreType type) {
        return new StoreName(type.name().toLowerCase(Locale.ROOT).replace('_', '+'), type.beanName());
    }

    /** What a bean is called by those who name it. */
    static StoreName ofBean(String beanName) {
        for (StoreType type : StoreType.values()) {
            if (type.beanName().equals(beanName)) {
                return of(type);
            }
        }
        return new StoreName(beanName, beanName);
    }

    boolean isOf(StoreType type) {
        return beanName.equals(type.beanName());
    }
}
