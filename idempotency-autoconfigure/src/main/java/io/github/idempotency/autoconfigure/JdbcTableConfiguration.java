package io.github.idempotency.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcDialect;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcRecordSweeper;

/** The tables: where they are, that they are there, and that they do not grow for ever. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencyJdbcProperties.class)
class JdbcTableConfiguration {

    @Bean
    JdbcTable idempotencyTable(
            ObjectProvider<DataSource> dataSource,
            @IdempotencyDataSource ObjectProvider<DataSource> own,
            ObjectProvider<PlatformTransactionManager> transactions) {
        DataSource chosen = own.getIfAvailable(dataSource::getObject);
        return new JdbcTable(chosen, dialect(chosen), () -> only(transactions));
    }

    private static PlatformTransactionManager only(ObjectProvider<PlatformTransactionManager> transactions) {
        PlatformTransactionManager only = transactions.getIfUnique();
        if (only == null) {
            long count = transactions.stream().count();
            throw new IllegalStateException(
                    count == 0
                            ? "there is no transaction manager"
                            : "there are " + count + " transaction managers, and none of them is @Primary");
        }
        return only;
    }

    private static JdbcDialect dialect(DataSource dataSource) {
        try {
            return JdbcDialect.of(dataSource);
        } catch (IllegalArgumentException ex) {
            throw new InvalidIdempotentException(
                    ex.getMessage() + ".",
                    "Keep records elsewhere: set idempotency.store=redis, idempotency.store=memory for development, or"
                            + " declare an IdempotencyStore bean. A supported database beside the application's own is"
                            + " told by an @IdempotencyDataSource bean. MariaDB needs its own driver: MySQL's calls it"
                            + " MySQL.");
        }
    }

    @Bean
    DataSourceScriptDatabaseInitializer idempotencySchemaInitializer(
            JdbcTable table, IdempotencyJdbcProperties properties) {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setSchemaLocations(List.of(table.schema()));
        settings.setMode(properties.initializeSchema());
        return new DataSourceScriptDatabaseInitializer(table.dataSource(), settings);
    }

    @Bean
    SweepSchedule idempotencySweepSchedule(
            JdbcTable table,
            IdempotencyJdbcProperties properties,
            ObjectProvider<IdempotentMetadataSource> methods,
            ObjectProvider<IdempotencyStores> stores) {
        JdbcRecordSweeper sweeper = new JdbcRecordSweeper(
                table.dataSource(), table.dialect(), properties.timeout(), properties.sweepBatchSize());
        return new SweepSchedule(
                sweeper::sweep,
                properties.sweepInterval(),
                () -> methods.getObject().forgettingEarly(name -> isSwept(stores.getObject(), name)));
    }

    private static boolean isSwept(IdempotencyStores stores, @Nullable String name) {
        IdempotencyStore store = stores.find(name).orElse(null);
        return store instanceof JdbcIdempotencyStore || store instanceof TwoLevelIdempotencyStore;
    }

    /** The table that records are kept in, and the one of their frames. */
    record JdbcTable(DataSource dataSource, JdbcDialect dialect, Supplier<PlatformTransactionManager> transactions) {

        String schema() {
            return "classpath:io/github/idempotency/store/jdbc/schema-" + dialect.id() + ".sql";
        }

        /** @throws InvalidIdempotentException if the database was set up before there were frames */
        JdbcIdempotencyStore store(IdempotencyJdbcProperties properties) {
            JdbcIdempotencyStore store =
                    new JdbcIdempotencyStore(dataSource, dialect, properties.timeout(), transactions);
            requireLatestColumns();
            FrameTable.require(dataSource, schema());
            return store;
        }

        /** A table of an earlier release would fail every call. One that is not there yet may come. */
        private void requireLatestColumns() {
            if (answers("SELECT 1 FROM idempotency_record WHERE 1 = 0")
                    && !answers("SELECT result_until, particulars FROM idempotency_record WHERE 1 = 0")) {
                throw new InvalidIdempotentException(
                        "The table idempotency_record is of an earlier release: it lacks result_until or"
                                + " particulars.",
                        "Run " + schema() + ", which adds what is missing and may be run again: set"
                                + " idempotency.jdbc.initialize-schema=always, or let Flyway or Liquibase run it.");
            }
        }

        private boolean answers(String query) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                return statement.execute(query);
            } catch (SQLException ex) {
                return false;
            }
        }
    }
}
