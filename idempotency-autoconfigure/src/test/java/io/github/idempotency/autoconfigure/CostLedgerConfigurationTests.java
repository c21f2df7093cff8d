package io.github.idempotency.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.store.jdbc.JdbcCostLedger;
import io.github.idempotency.store.jdbc.JdbcDialect;

import static org.assertj.core.api.Assertions.assertThat;

class CostLedgerConfigurationTests {

    private static ApplicationContextRunner application(String database) {
        return Starts.application()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class, IdempotencyCostAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + database);
    }

    @Test
    void theLedgerIsThereWhereItIsAskedForWithItsTables() {
        Starts.run(application("asked").withPropertyValues("idempotency.cost.ledger=jdbc"), context -> {
            assertThat(context).hasSingleBean(JdbcCostLedger.class);
            assertThat(context.getBean(CostBooks.class).ledger()).isInstanceOf(JdbcCostLedger.class);
        });
        Starts.run(application("unasked"), context -> {
            assertThat(context).doesNotHaveBean(CostLedger.class);
            assertThat(context.getBean(CostBooks.class).ledger()).isSameAs(CostLedger.NONE);
        });
    }

    @Test
    void aLedgerWithoutTablesStopsTheStart() {
        assertThat(Starts.failure(application("missing")
                                .withPropertyValues(
                                        "idempotency.cost.ledger=jdbc", "idempotency.jdbc.initialize-schema=never"))
                        .getDescription())
                .contains("idempotency.cost.ledger is jdbc", "no table idempotency_expense");
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void theFlywayMigrationIsTheScript(JdbcDialect dialect) throws IOException {
        assertThat(text("db/idempotency-cost/" + dialect.id() + "/R__idempotency_cost.sql"))
                .isEqualTo(text("io/github/idempotency/store/jdbc/schema-cost-" + dialect.id() + ".sql"));
        assertThat(text("db/idempotency-cost/changelog.xml")).contains("schema-cost-" + dialect.id() + ".sql");
    }

    private static String text(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }
}
