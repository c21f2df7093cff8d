package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

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

    @Test
    void aStatusNeedsAStoreThatCanBeAsked() {
        FailureAnalysis failure = Starts.webFailure(AcceptingController.class, ForgetfulStore.class);
        assertThat(failure.getDescription())
                .endsWith(
                        "AcceptingController.create() has onInProgress = ACCEPT, but its store cannot be asked what has"
                                + " become of a call.");
        assertThat(failure.getAction()).contains("InspectableIdempotencyStore").contains("REJECT or WAIT");
    }

    @RestController
    static class AcceptingController {

        @Idempotent(onInProgress = InProgressPolicy.ACCEPT)
        @PostMapping("/orders")
        public void create() {}
    }

    /** Only what every store can do. */
    static class ForgetfulStore implements IdempotencyStore {

        private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

        @Override
        public Claim claim(ClaimRequest request) {
            return store.claim(request);
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            return store.complete(key, token, result, retention);
        }

        @Override
        public boolean release(StoreKey key, long token) {
            return store.release(key, token);
        }

        @Override
        public boolean markUnknown(StoreKey key, long token) {
            return store.markUnknown(key, token);
        }
    }

    static class Orders {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }
}
