package io.github.idempotency.autoconfigure;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.autoconfigure.IdempotencyProperties.NearCacheSettings;
import io.github.idempotency.execution.NearRecords;

/** Copies of completed records, where there is Caffeine to bound them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Caffeine.class)
class NearCacheConfiguration {

    @Bean
    NearCache idempotencyNearCache(IdempotencyProperties properties) {
        NearCacheSettings settings = properties.nearCache();
        if (settings.maxSize().isNegative()) {
            throw mistake("max-size is " + settings.maxSize(), "for example 32MB, or 0");
        }
        if (settings.life().isNegative()) {
            throw mistake("life is " + settings.life(), "for example 10s, or 0");
        }
        return new NearCache(settings.maxSize().toBytes(), settings.life());
    }

    @Bean
    NearRecords idempotencyNearRecords(NearCache cache, IdempotencyProperties properties) {
        NearCacheSettings settings = properties.nearCache();
        return new NearRecords(cache.copies(), settings.maxSize().toBytes() == 0 ? Duration.ZERO : settings.life());
    }

    @Bean
    NearCountsLifecycle idempotencyNearCountsLifecycle(NearRecords near) {
        return new NearCountsLifecycle(near);
    }

    private static InvalidIdempotentException mistake(String what, String instead) {
        return new InvalidIdempotentException(
                "idempotency.near-cache." + what + ".", "Write " + instead + " to answer every retry from the store.");
    }
}
