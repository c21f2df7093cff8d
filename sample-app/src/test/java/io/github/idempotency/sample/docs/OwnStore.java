package io.github.idempotency.sample.docs;

import org.springframework.context.annotation.Bean;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;

/** Quoted by docs/writing-a-store.md. No component, so that the sample does not find it. */
class OwnStore {

    // tag::bean[]
    @Bean
    IdempotencyStore idempotencyStore() {
        return new InMemoryIdempotencyStore(); // yours
    }
    // end::bean[]
}
