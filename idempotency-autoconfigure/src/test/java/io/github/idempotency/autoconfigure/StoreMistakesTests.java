package io.github.idempotency.autoconfigure;

import java.time.Duration;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
    void answersThatAreToBeGoneBeforeTheirKeysNeedASweeper() {
        EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build();
        ApplicationContextRunner unswept = Starts.withoutStore(Orders.class)
                .withBean(DataSource.class, () -> database)
                .withPropertyValues("idempotency.store=jdbc", "idempotency.jdbc.sweep-interval=0");
        Starts.run(unswept, context -> assertThat(context).hasSingleBean(IdempotencyStore.class));

        FailureAnalysis failure = Starts.failure(unswept.withPropertyValues("idempotency.result-ttl=1m"));

        assertThat(failure.getDescription()).contains("have a result-ttl, but with idempotency.jdbc.sweep-interval=0");
        assertThat(failure.getAction()).contains("Set idempotency.jdbc.sweep-interval");
        database.shutdown();
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

    @Test
    void aSequenceNeedsAStoreThatKeepsIt() {
        FailureAnalysis failure =
                Starts.failure(Starts.withoutStore(SequenceService.class).withUserConfiguration(ForgetfulStore.class));
        assertThat(failure.getDescription())
                .endsWith(
                        "SequenceService.create() answers with a sequence, but its store does not keep what is given bit"
                                + " by bit.");
        assertThat(failure.getAction())
                .contains("SequencedIdempotencyStore")
                .contains("return a Mono of the list of the elements");
    }

    @Test
    void onlyASequenceCanBeAttachedTo() {
        assertThat(Starts.failure(AttachedService.class).getDescription())
                .contains(
                        "AttachedService.create() has onInProgress = ATTACH, which is for HTTP requests and for services"
                                + " that return a Flux");
    }

    static class SequenceService {

        @Idempotent(key = "#id")
        public Flux<String> create(String id) {
            return Flux.just(id);
        }
    }

    static class AttachedService {

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.ATTACH)
        public Mono<String> create(String id) {
            return Mono.just(id);
        }
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
