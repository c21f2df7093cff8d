package io.github.idempotency.store.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Three ways to the same table, each of which may be gone twice. */
abstract class JdbcSchemaCase {

    private final JdbcDialect dialect;

    private final ClassPathResource script;

    private final String migrations;

    private final List<DataSource> databases;

    /** @param databases three empty ones: for the script, for Flyway, for Liquibase */
    JdbcSchemaCase(JdbcDialect dialect, List<DataSource> databases) {
        this.dialect = dialect;
        this.script = JdbcPool.schema(dialect);
        this.migrations = "classpath:db/idempotency/" + dialect.id();
        this.databases = databases;
    }

    /** Asks for columns, indexes and constraints as the server describes them, a text each. */
    abstract String description();

    @Test
    void theMigrationsYieldTheTableOfTheScript() throws Exception {
        for (int time = 1; time <= 2; time++) {
            new ResourceDatabasePopulator(script).execute(databases.get(0));
            flyway(migrations).migrate();
            liquibase();
        }

        List<String> expected = table(databases.get(0));
        assertThat(expected).hasSizeGreaterThan(15);
        assertThat(table(databases.get(1))).isEqualTo(expected);
        assertThat(table(databases.get(2))).isEqualTo(expected);
    }

    @Test
    void theScriptAddsWhatATableOfAnEarlierReleaseLacksAndKeepsItsRecords() {
        DataSource database = databases.get(0);
        JdbcClient client = JdbcClient.create(database);
        client.sql("DROP TABLE IF EXISTS idempotency_frame").update();
        client.sql("DROP TABLE IF EXISTS idempotency_record").update();
        new ResourceDatabasePopulator(
                        new ClassPathResource("table-1/schema-" + dialect.id() + ".sql", JdbcDialect.class))
                .execute(database);
        StoreKey key = StoreKey.of("of an earlier release");
        client.sql("INSERT INTO idempotency_record (record_key, state, verdict, token, attempt, started_at, settled_at,"
                        + " expires_at, replays, irreversible, outcome, result)"
                        + " VALUES (?, 2, 1, 1, 1, 0, 0, 9000000000000, 0, false, 1, ?)")
                .params(key.toBytes(), new byte[] {1})
                .update();

        new ResourceDatabasePopulator(script).execute(database);

        IdempotencyRecord record = new JdbcIdempotencyStore(database).find(key).orElseThrow();
        assertThat(record.result().bytes()).containsExactly(1);
        assertThat(record.resultUntil()).isNull();
        List<String> migrated = table(database);
        client.sql("DROP TABLE idempotency_frame").update();
        client.sql("DROP TABLE idempotency_record").update();
        assertThat(migrated).anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("idempotency_record_result_idx"));
    }

    /** A version of ours would stand between the versions of the application. */
    @Test
    void theFlywayMigrationHasNoVersion() {
        assertThat(flyway(migrations).info().all())
                .singleElement()
                .satisfies(migration -> assertThat(migration.getVersion()).isNull());
    }

    /** Flyway looks into every jar, and below the folders it is told: {@code db/migration} unless told otherwise. */
    @Test
    void anApplicationThatDoesNotAskForTheMigrationDoesNotGetIt() {
        assertThat(flyway("classpath:db/migration").info().all()).isEmpty();
    }

    @Test
    void theFlywayMigrationIsTheScript() throws IOException {
        String migration = new ClassPathResource("db/idempotency/" + dialect.id() + "/R__idempotency_record.sql")
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(migration).isEqualTo(script.getContentAsString(StandardCharsets.UTF_8));
    }

    private Flyway flyway(String location) {
        return Flyway.configure()
                .dataSource(databases.get(1))
                .locations(location)
                .failOnMissingLocations(false)
                .load();
    }

    private void liquibase() throws Exception {
        try (Connection connection = databases.get(2).getConnection();
                Liquibase liquibase = new Liquibase(
                        "db/idempotency/changelog.xml",
                        new ClassLoaderResourceAccessor(),
                        new JdbcConnection(connection))) {
            liquibase.update(new Contexts());
        }
    }

    private List<String> table(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql(description())
                .query(String.class)
                .list();
    }
}
