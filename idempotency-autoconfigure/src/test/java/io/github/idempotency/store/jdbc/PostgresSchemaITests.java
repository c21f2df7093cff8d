package io.github.idempotency.store.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** Three ways to the same table, each of which may be gone twice. */
class PostgresSchemaITests {

    private static final ClassPathResource SCRIPT = new ClassPathResource("schema-postgresql.sql", JdbcDialect.class);

    private static final String MIGRATIONS = "classpath:db/idempotency/postgresql";

    @RegisterExtension
    static final EmbeddedPostgres scripted = EmbeddedPostgres.shared();

    @RegisterExtension
    static final EmbeddedPostgres byFlyway = EmbeddedPostgres.shared();

    @RegisterExtension
    static final EmbeddedPostgres byLiquibase = EmbeddedPostgres.shared();

    @Test
    void theMigrationsYieldTheTableOfTheScript() throws Exception {
        for (int time = 1; time <= 2; time++) {
            new ResourceDatabasePopulator(SCRIPT).execute(scripted.dataSource());
            flyway(MIGRATIONS).migrate();
            liquibase();
        }

        List<String> expected = table(scripted.dataSource());
        assertThat(expected).hasSize(15 + 3 + 1);
        assertThat(table(byFlyway.dataSource())).isEqualTo(expected);
        assertThat(table(byLiquibase.dataSource())).isEqualTo(expected);
    }

    /** A version of ours would stand between the versions of the application. */
    @Test
    void theFlywayMigrationHasNoVersion() {
        assertThat(flyway(MIGRATIONS).info().all())
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
        String migration = new ClassPathResource("db/idempotency/postgresql/R__idempotency_record.sql")
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(migration).isEqualTo(SCRIPT.getContentAsString(StandardCharsets.UTF_8));
    }

    private static Flyway flyway(String location) {
        return Flyway.configure()
                .dataSource(byFlyway.dataSource())
                .locations(location)
                .failOnMissingLocations(false)
                .load();
    }

    private static void liquibase() throws Exception {
        try (Connection connection = byLiquibase.dataSource().getConnection();
                Liquibase liquibase = new Liquibase(
                        "db/idempotency/changelog.xml",
                        new ClassLoaderResourceAccessor(),
                        new JdbcConnection(connection))) {
            liquibase.update(new Contexts());
        }
    }

    /** Columns, indexes and constraints as the server describes them. */
    private static List<String> table(DataSource dataSource) {
        return JdbcClient.create(dataSource).sql("""
                        SELECT concat_ws(' ', column_name, data_type, is_nullable, column_default, ordinal_position)
                        FROM information_schema.columns WHERE table_name = 'idempotency_record'
                        UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename = 'idempotency_record'
                        UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                        WHERE conrelid = 'idempotency_record'::regclass AND contype <> 'n'
                        ORDER BY 1""").query(String.class).list();
    }
}
