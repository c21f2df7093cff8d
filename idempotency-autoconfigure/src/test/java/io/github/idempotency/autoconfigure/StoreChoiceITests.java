package io.github.idempotency.autoconfigure;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.SequencedIdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcDialect;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where records are kept, and that the log says so. */
@ExtendWith(OutputCaptureExtension.class)
class StoreChoiceITests {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @RegisterExtension
    static final EmbeddedPostgres other = EmbeddedPostgres.shared();

    private static final EmbeddedDatabase EMBEDDED = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .build();

    private final ApplicationContextRunner neither = Starts.withoutStore();

    private final ApplicationContextRunner redis =
            neither.withBean(RedisConnectionFactory.class, LettuceConnectionFactory::new);

    private final ApplicationContextRunner database = neither.withBean(DataSource.class, postgres::dataSource);

    private final ApplicationContextRunner both = redis.withBean(DataSource.class, postgres::dataSource);

    @AfterAll
    static void shutDown() {
        EMBEDDED.shutdown();
    }

    @Test
    void redisComesFirstWhereNobodyHasChosen(CapturedOutput output) {
        chosen(both, RedisIdempotencyStore.class);
        assertThat(output).contains("kept in Redis, because there is a connection to it; idempotency.store chooses");
    }

    @Test
    void theDatabaseComesSecond(CapturedOutput output) {
        chosen(database, JdbcIdempotencyStore.class);
        assertThat(output)
                .contains("kept in PostgreSQL, because there is a DataSource and no connection to Redis;"
                        + " idempotency.store chooses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "JDBC"})
    void theDatabaseCanBeChosen(String name, CapturedOutput output) {
        chosen(both.withPropertyValues("idempotency.store=" + name), JdbcIdempotencyStore.class);
        assertThat(output).contains("kept in PostgreSQL, because idempotency.store says so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis+jdbc", "redis-jdbc", "REDIS_JDBC"})
    void redisInFrontOfTheDatabaseCanBeChosen(String name, CapturedOutput output) {
        chosen(both.withPropertyValues("idempotency.store=" + name), TwoLevelIdempotencyStore.class);
        assertThat(output).contains("kept in PostgreSQL with Redis in front, because idempotency.store says so");
    }

    @Test
    void thisProcessCanBeChosen(CapturedOutput output) {
        chosen(both.withPropertyValues("idempotency.store=memory"), InMemoryIdempotencyStore.class);
        assertThat(output).contains("kept in this process, because idempotency.store says so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "redis", "redis+jdbc"})
    void aStoreThatWasChosenAndIsNotThereStopsTheStartOfAGuardedApplication(String name) {
        FailureAnalysis failure =
                Starts.failure(Starts.withoutStore(Orders.class).withPropertyValues("idempotency.store=" + name));
        assertThat(failure.getDescription()).endsWith("Orders.create() needs a store, and there is none.");
    }

    @Test
    void halfOfTwoLevelsIsNoStore() {
        database.withPropertyValues("idempotency.store=redis+jdbc")
                .run(context -> assertThat(context).doesNotHaveBean(IdempotencyStore.class));
        redis.withPropertyValues("idempotency.store=redis+jdbc")
                .run(context -> assertThat(context).doesNotHaveBean(IdempotencyStore.class));
    }

    @Test
    void neitherNeedsTheClassesOfTheOther() {
        chosen(
                database.withClassLoader(new FilteredClassLoader("org.springframework.data.redis")),
                JdbcIdempotencyStore.class);
        chosen(
                redis.withClassLoader(
                        new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc")),
                RedisIdempotencyStore.class);
    }

    @Test
    void anApplicationWithAStoreOfItsOwnGetsNoTable() {
        database.withBean(InMemoryIdempotencyStore.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(DataSourceScriptDatabaseInitializer.class)
                        .doesNotHaveBean(SweepSchedule.class));
    }

    @Test
    void aDatabaseThatIsNotSupportedIsNamed() {
        FailureAnalysis failure = Starts.failure(
                neither.withBean(DataSource.class, () -> named("MySQL")).withPropertyValues("idempotency.store=jdbc"));
        assertThat(failure.getDescription())
                .isEqualTo("There is no JDBC store for MySQL, only for PostgreSQL, MariaDB, H2.");
        assertThat(failure.getAction()).contains("idempotency.store=redis", "MariaDB needs its own driver");
    }

    @Test
    void anEmbeddedDatabaseGetsItsTableWithoutBeingAsked(CapturedOutput output) {
        ClaimRequest request = new ClaimRequest(
                StoreKey.of("embedded"),
                "test",
                Fingerprint.NONE,
                Effect.REPEATABLE,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        neither.withBean(DataSource.class, () -> EMBEDDED)
                .run(context -> assertThat(
                                context.getBean(IdempotencyStore.class).claim(request))
                        .isInstanceOf(Claim.Acquired.class));
        assertThat(output).contains("kept in H2");
    }

    @Test
    void theTableIsCreatedWhenAskedForAndSwept() {
        Duration moment = Duration.ofMillis(10);
        JdbcClient table = JdbcClient.create(postgres.dataSource());
        table.sql("DROP TABLE IF EXISTS idempotency_frame, idempotency_record").update();
        database.withPropertyValues("idempotency.jdbc.initialize-schema=always", "idempotency.jdbc.sweep-interval=20ms")
                .run(context -> {
                    IdempotencyStore store = context.getBean(IdempotencyStore.class);
                    ClaimRequest request = new ClaimRequest(
                            StoreKey.of("swept"), "test", Fingerprint.NONE, Effect.REPEATABLE, moment, moment);
                    assertThat(store.claim(request)).isInstanceOf(Claim.Acquired.class);
                    await().until(() -> table.sql("SELECT count(*) FROM idempotency_record")
                                    .query(Integer.class)
                                    .single()
                            == 0);
                });
    }

    /** Every call would fail. Broken on purpose to see it fail: no look at the table. */
    @Test
    void aTableOfAnEarlierReleaseStopsTheStartUntilItHasBeenMigrated() {
        JdbcClient table = JdbcClient.create(postgres.dataSource());
        table.sql("DROP TABLE IF EXISTS idempotency_frame, idempotency_record").update();
        new ResourceDatabasePopulator(new ClassPathResource("table-1/schema-postgresql.sql", JdbcDialect.class))
                .execute(postgres.dataSource());

        FailureAnalysis failure = Starts.failure(database);

        assertThat(failure.getDescription())
                .isEqualTo(
                        "The table idempotency_record is of an earlier release: it lacks result_until or particulars.");
        assertThat(failure.getAction())
                .contains("schema-postgresql.sql", "idempotency.jdbc.initialize-schema=always", "Flyway");
        chosen(database.withPropertyValues("idempotency.jdbc.initialize-schema=always"), JdbcIdempotencyStore.class);
    }

    @Test
    void aPrefixThatSplitsRecordAndFramesStopsTheStart() {
        FailureAnalysis failure = Starts.failure(
                both.withPropertyValues("idempotency.store=redis", "idempotency.redis.key-prefix=shop{1:"));
        assertThat(failure.getDescription()).contains("'shop{1:'", "on two nodes of a cluster");
        assertThat(failure.getAction()).contains("idempotency.redis.key-prefix");
    }

    /** As in an installation that is older than frames. */
    @Test
    void aDatabaseWithoutTheTableOfFramesIsToldWhatToRun() {
        DataSource older = new DriverManagerDataSource("jdbc:h2:mem:older;DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcIdempotencyStore.class))
                .execute(older);
        JdbcClient.create(older).sql("DROP TABLE idempotency_frame").update();
        ApplicationContextRunner application = neither.withBean(DataSource.class, () -> older);

        FailureAnalysis failure =
                Starts.failure(application.withPropertyValues("idempotency.jdbc.initialize-schema=never"));
        assertThat(failure.getDescription()).contains("idempotency_record and not the table idempotency_frame");
        assertThat(failure.getAction())
                .contains("store/jdbc/schema-h2.sql", "idempotency.jdbc.initialize-schema=always");

        application
                .withPropertyValues("idempotency.jdbc.initialize-schema=always")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(IdempotencyStore.class)
                        .isInstanceOf(SequencedIdempotencyStore.class));
    }

    @Test
    void theTableIsNotCreatedInAServerUnlessAskedFor() {
        neither.withBean(DataSource.class, other::dataSource)
                .run(context -> assertThat(JdbcClient.create(other.dataSource())
                                .sql("SELECT to_regclass('idempotency_record') IS NULL")
                                .query(Boolean.class)
                                .single())
                        .isTrue());
    }

    @Test
    void recordsCanHaveADataSourceOfTheirOwn() {
        database.withUserConfiguration(OwnDataSource.class)
                .withPropertyValues("idempotency.store=jdbc")
                .run(context -> assertThat(context.getBean(JdbcTableConfiguration.JdbcTable.class)
                                .dataSource())
                        .isSameAs(context.getBean("records")));
    }

    private static void chosen(ApplicationContextRunner runner, Class<? extends IdempotencyStore> expected) {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .getBean(IdempotencyStore.class)
                .isInstanceOf(expected));
    }

    /** The embedded database, which says that it is another product. */
    private static DataSource named(String product) {
        return new DelegatingDataSource(EMBEDDED) {
            @Override
            public Connection getConnection() throws SQLException {
                return renamed(Connection.class, super.getConnection(), product);
            }
        };
    }

    private static <T> T renamed(Class<T> type, T target, String product) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> switch (method.getName()) {
                    case "getDatabaseProductName" -> product;
                    case "getMetaData" ->
                        renamed(DatabaseMetaData.class, (DatabaseMetaData) method.invoke(target), product);
                    default -> method.invoke(target, args);
                }));
    }

    static class Orders {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDataSource {

        @Bean(defaultCandidate = false)
        @IdempotencyDataSource
        DataSource records() {
            return other.dataSource();
        }
    }
}
