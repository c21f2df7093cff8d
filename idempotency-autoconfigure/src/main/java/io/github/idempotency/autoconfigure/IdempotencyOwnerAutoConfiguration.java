package io.github.idempotency.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.context.SecurityContextHolder;

import io.github.idempotency.key.KeyOwnerResolver;
import io.github.idempotency.key.SecurityKeyOwnerResolver;

/** Auto-configuration of the owner of keys: the authenticated principal, where there is Spring Security. */
@AutoConfiguration
@ConditionalOnClass(SecurityContextHolder.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
public final class IdempotencyOwnerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(KeyOwnerResolver.class)
    SecurityKeyOwnerResolver securityKeyOwnerResolver() {
        return new SecurityKeyOwnerResolver();
    }
}
