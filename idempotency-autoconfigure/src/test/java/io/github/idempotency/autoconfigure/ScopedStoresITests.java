package io.github.idempotency.autoconfigure;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** Scopes and profiles that name a store get it, the rest gets the default, and what nobody names is not made. */
@ExtendWith(OutputCaptureExtension.class)
class ScopedStoresITests {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    private final ApplicationContextRunner neither = Starts.withoutStore(Orders.class);

    private final ApplicationContextRunner redis =
            neither.withBean(RedisConnectionFactory.class, LettuceConnectionFactory::new);

    private final ApplicationContextRunner both = redis.withBean(DataSource.class, postgres::dataSource);

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "JDBC", "Jdbc"})
    void aScopeNamesAnotherStoreThanTheDefaultOne(String name, CapturedOutput output) {
        Starts.run(both.withPropertyValues("idempotency.scopes.money.store=" + name), context -> {
            IdempotencyStores stores = context.getBean(IdempotencyStores.class);
            assertThat(context.getBeanProvider(IdempotencyStore.class).getObject())
                    .isInstanceOf(RedisIdempotencyStore.class);
            assertThat(stores.find(name)).containsInstanceOf(JdbcIdempotencyStore.class);
            assertThat(stores.find(null)).containsInstanceOf(RedisIdempotencyStore.class);
            assertThat(stores.all()).containsOnlyKeys("jdbc", "redis");
            IdempotentExecutors executors = context.getBean(IdempotentExecutors.class);
            assertThat(executors.on(null)).isSameAs(context.getBean(IdempotentExecutor.class));
            assertThat(executors.on("redis")).isSameAs(executors.on(null));
            assertThat(executors.on(name)).isSameAs(executors.on("jdbc")).isNotSameAs(executors.on(null));
        });
        assertThat(output)
                .contains("kept in Redis, because there is a connection to it")
                .contains("records of [idempotency.scopes.money] are kept in jdbc instead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis+jdbc", "redis-jdbc", "REDIS_JDBC"})
    void aProfileNamesAnotherStoreThanTheDefaultOne(String name) {
        Starts.run(both.withPropertyValues("idempotency.profiles.ledger.store=" + name), context -> {
            IdempotencyStores stores = context.getBean(IdempotencyStores.class);
            assertThat(stores.find(name)).containsInstanceOf(TwoLevelIdempotencyStore.class);
            assertThat(stores.all()).containsOnlyKeys("redis+jdbc", "redis");
        });
    }

    @Test
    void theDatabaseMayBeTheDefaultAndRedisWhatAScopeNames() {
        Starts.run(
                both.withPropertyValues("idempotency.store=jdbc", "idempotency.scopes.notes.store=redis"), context -> {
                    IdempotencyStores stores = context.getBean(IdempotencyStores.class);
                    assertThat(stores.find(null)).containsInstanceOf(JdbcIdempotencyStore.class);
                    assertThat(stores.find("redis")).containsInstanceOf(RedisIdempotencyStore.class);
                });
    }

    @Test
    void whatNobodyNamesIsNotMade() {
        Starts.run(both, context -> {
            assertThat(context.getBean(IdempotencyStores.class).all()).containsOnlyKeys("redis");
            assertThat(context).doesNotHaveBean(JdbcTableConfiguration.JdbcTable.class);
        });
        Starts.run(
                both.withPropertyValues("idempotency.store=memory", "idempotency.scopes.money.store=jdbc"), context -> {
                    assertThat(context.getBean(IdempotencyStores.class).all()).containsOnlyKeys("jdbc", "memory");
                    assertThat(context).doesNotHaveBean(RecordsConnection.class);
                });
    }

    @Test
    void aScopeMayNameTheDefaultStore() {
        Starts.run(
                both.withPropertyValues("idempotency.store=jdbc", "idempotency.scopes.money.store=jdbc"),
                context -> assertThat(context.getBean(IdempotencyStores.class).all())
                        .containsOnlyKeys("jdbc"));
    }

    @Test
    void theApplicationsOwnStoreStaysTheDefaultOne() {
        InMemoryIdempotencyStore own = new InMemoryIdempotencyStore();
        Starts.run(
                both.withBean("own", IdempotencyStore.class, () -> own)
                        .withPropertyValues("idempotency.scopes.money.store=jdbc"),
                context -> {
                    assertThat(context.getBeanProvider(IdempotencyStore.class).getObject())
                            .isSameAs(own);
                    IdempotencyStores stores = context.getBean(IdempotencyStores.class);
                    assertThat(stores.find(null)).containsSame(own);
                    assertThat(stores.all()).containsOnlyKeys("jdbc", "own");
                    assertThat(context).doesNotHaveBean(RecordsConnection.class);
                });
    }

    @Test
    void aScopeMayNameAStoreOfTheApplicationsOwn() {
        Starts.run(
                redis.withUserConfiguration(OwnStore.class).withPropertyValues("idempotency.scopes.money.store=vault"),
                context -> {
                    IdempotencyStores stores = context.getBean(IdempotencyStores.class);
                    assertThat(stores.find("vault")).containsSame((IdempotencyStore) context.getBean("vault"));
                    assertThat(stores.find(null)).containsInstanceOf(RedisIdempotencyStore.class);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "redis+jdbc", "vault", "orders"})
    void aNamedStoreThatIsNotThereStopsTheStart(String name) {
        FailureAnalysis failure = Starts.failure(
                redis.withBean("orders", Orders.class).withPropertyValues("idempotency.scopes.money.store=" + name));
        assertThat(failure.getDescription())
                .isEqualTo("idempotency.scopes.money.store is '" + name + "', and there is no such store.");
        assertThat(failure.getAction()).contains("there are [redis]").contains("spring.datasource");
    }

    @Test
    void aProfilesMistakeNamesTheProfile() {
        FailureAnalysis failure =
                Starts.failure(redis.withPropertyValues("idempotency.profiles.ledger.store=postgres"));
        assertThat(failure.getDescription())
                .isEqualTo("idempotency.profiles.ledger.store is 'postgres', and there is no such store.");
    }

    @Test
    void methodsOfOneScopeCannotKeepTheirRecordsInTwoStores() {
        FailureAnalysis failure = Starts.failure(
                both.withBean(TwoStores.class).withPropertyValues("idempotency.profiles.ledger.store=memory"));
        assertThat(failure.getDescription()).contains("another method of the scope 'shared'");
        assertThat(failure.getAction()).contains("idempotency.scopes.shared.store");
        Starts.run(
                both.withBean(TwoStores.class)
                        .withPropertyValues(
                                "idempotency.profiles.ledger.store=memory", "idempotency.scopes.shared.store=memory"),
                context -> assertThat(context).hasNotFailed());
    }

    static class Orders {
        @Idempotent(key = "#id", scope = "money")
        public void pay(String id) {}
    }

    static class TwoStores {
        @Idempotent(key = "#id", scope = "shared", profile = "ledger")
        public void lend(String id) {}

        @Idempotent(key = "#id", scope = "shared")
        public void pay(String id) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {

        @Bean(defaultCandidate = false)
        IdempotencyStore vault() {
            return new InMemoryIdempotencyStore();
        }
    }
}
