package io.github.idempotency.autoconfigure;

import java.util.List;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import io.github.idempotency.Idempotent;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** A method that asks for a joined transaction and could not have one stops the start. */
class TransactionMistakesITests {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    private final DataSource records = postgres.dataSource();

    private final ApplicationContextRunner application = Starts.withoutStore(Orders.class)
            .withBean("records", DataSource.class, () -> records)
            .withPropertyValues("idempotency.store=jdbc");

    @Test
    void oneTransactionManagerIsEnough() {
        Starts.run(withManagers(1), context -> {});
    }

    @Test
    void aPrimaryOneOfSeveralIsEnough() {
        Starts.run(
                withManagers(2)
                        .withBean(
                                "primary",
                                PlatformTransactionManager.class,
                                () -> new JdbcTransactionManager(records),
                                definition -> definition.setPrimary(true)),
                context -> {});
    }

    @Test
    void aStoreThatIsNotTransactional() {
        FailureAnalysis failure = Starts.failure(Starts.application(Orders.class));
        assertThat(failure.getDescription())
                .isEqualTo("@Idempotent on " + Orders.class.getName() + ".create() is transactional, but"
                        + " InMemoryIdempotencyStore keeps its records where no other writes commit with them.");
        assertThat(failure.getAction()).contains("idempotency.store=jdbc").contains("@Primary");
    }

    @Test
    void noTransactionManager() {
        assertThat(Starts.failure(withManagers(0)).getDescription())
                .endsWith("is transactional, but there is no transaction manager.");
    }

    @Test
    void severalTransactionManagers() {
        assertThat(Starts.failure(withManagers(2)).getDescription())
                .endsWith("but there are 2 transaction managers, and none of them is @Primary.");
    }

    @Test
    void theTransactionManagerOfAnotherDataSource() {
        assertThat(Starts.failure(application.withBean(
                                PlatformTransactionManager.class,
                                () -> new JdbcTransactionManager(postgres.dataSource())))
                        .getDescription())
                .endsWith("but the transactions of JdbcTransactionManager are not those of the DataSource that records"
                        + " are kept in.");
    }

    @Test
    void aCallThatWouldRunWithoutItsTransaction() {
        assertThat(Starts.failure(Refunds.class).getDescription())
                .contains("has transactional = true and onStoreFailure = RUN_UNPROTECTED")
                .contains("write onStoreFailure = REFUSE");
    }

    @Test
    void whatConfigurationSaysIsCheckedToo() {
        assertThat(Starts.failure(Starts.application(Plain.class)
                                .withPropertyValues("idempotency.scopes.plain.transactional=true"))
                        .getDescription())
                .contains("Plain.create() is transactional, but");
        assertThat(Starts.failure(Starts.application(Plain.class).withPropertyValues("idempotency.transactional=true"))
                        .getDescription())
                .contains("Plain.create() is transactional, but");
    }

    private ApplicationContextRunner withManagers(int count) {
        ApplicationContextRunner runner = application;
        for (String name : List.of("first", "second").subList(0, count)) {
            runner = runner.withBean(name, PlatformTransactionManager.class, () -> new JdbcTransactionManager(records));
        }
        return runner;
    }

    static class Orders {
        @Idempotent(key = "#id", transactional = true)
        public void create(String id) {}
    }

    static class Refunds {
        @Idempotent(key = "#id", transactional = true, onStoreFailure = StoreFailurePolicy.RUN_UNPROTECTED)
        public void create(String id) {}
    }

    static class Plain {
        @Idempotent(key = "#id", scope = "plain")
        public void create(String id) {}
    }
}
