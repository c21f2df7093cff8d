package io.github.idempotency.sample.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;

/** Quoted by docs/writing-a-store.md. */
@Configuration(proxyBeanMethods = false)
class OwnStore {

    // tag::bean[]
    @Bean
    IdempotencyStore idempotencyStore() {
        return new InMemoryIdempotencyStore(); // yours
    }
    // end::bean[]
}
