package io.github.idempotency.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;

/** Records in this process. */
@Configuration(proxyBeanMethods = false)
class MemoryStoreConfiguration {

    static final String STORE = "inMemoryIdempotencyStore";

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnStore(StoreType.MEMORY)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class Standard {

        @Bean(STORE)
        InMemoryIdempotencyStore inMemoryIdempotencyStore(IdempotencyProperties properties) {
            StoreChoice.told("this process", properties, "");
            return new InMemoryIdempotencyStore();
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnScopedStore(StoreType.MEMORY)
    @ConditionalOnMissingBean(name = STORE)
    static class Scoped {

        @Bean(name = STORE, defaultCandidate = false)
        InMemoryIdempotencyStore inMemoryIdempotencyStore() {
            return new InMemoryIdempotencyStore();
        }
    }
}
