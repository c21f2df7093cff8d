package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.idempotency.Idempotent;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

class StoreMistakesTests {

    @Test
    void aGuardedMethodNeedsAStore() {
        FailureAnalysis failure = Starts.failure(Starts.withoutStore(Orders.class));
        assertThat(failure.getDescription()).endsWith("Orders.create() needs a store, and there is none.");
        assertThat(failure.getAction())
                .contains("spring-boot-starter-data-redis")
                .contains("spring.data.redis")
                .contains("spring.datasource")
                .contains("idempotency.store=memory");
    }

    @Test
    void anApplicationThatGuardsNothingNeedsNoStore() {
        Starts.run(Starts.withoutStore(), context -> assertThat(context).doesNotHaveBean(IdempotencyStore.class));
    }

    @Test
    void theApplicationsOwnStoreIsUsed() {
        InMemoryIdempotencyStore own = new InMemoryIdempotencyStore();
        Starts.run(
                Starts.application(Orders.class).withBean(InMemoryIdempotencyStore.class, () -> own),
                context -> assertThat(context.getBean(IdempotencyStore.class)).isSameAs(own));
    }

    static class Orders {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }
}
