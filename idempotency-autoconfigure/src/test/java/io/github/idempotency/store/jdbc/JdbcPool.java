package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.awaitility.Awaitility.await;

/** The connection pool that an application would have for the database of a test class, with the store's table in it. */
public class JdbcPool implements BeforeAllCallback, AfterAllCallback {

    private final JdbcDialect dialect;

    private final Supplier<String> url;

    private final int size;

    private HikariDataSource dataSource;

    /** @param url asked for before the first test, when the server runs */
    JdbcPool(JdbcDialect dialect, Supplier<String> url, int size) {
        this.dialect = dialect;
        this.url = url;
        this.size = size;
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    /** The store as an application has it whose transactions are of this pool. */
    JdbcIdempotencyStore store() {
        return new JdbcIdempotencyStore(
                dataSource,
                dialect,
                JdbcIdempotencyStore.DEFAULT_TIMEOUT,
                () -> new JdbcTransactionManager(dataSource));
    }

    JdbcDialect dialect() {
        return dialect;
    }

    JdbcClient client() {
        return JdbcClient.create(dataSource);
    }

    /** A connection beside the pool. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(dataSource.getJdbcUrl());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.get());
        config.setMaximumPoolSize(size);
        dataSource = new HikariDataSource(config);
        new ResourceDatabasePopulator(schema(dialect)).execute(dataSource);
        client().sql("CREATE TABLE IF NOT EXISTS written (text varchar(255) NOT NULL)")
                .update();
        // Threads that wait for their first connection do not race.
        await().until(() -> dataSource.getHikariPoolMXBean().getTotalConnections() == size);
    }

    /** Writes as an application does: on whatever connection Spring has for this thread. */
    public void write(String text) {
        client().sql("INSERT INTO written VALUES (?)").param(text).update();
    }

    /** Whether others see the text. */
    public boolean isWritten(String text) {
        try (Connection connection = connect()) {
            return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                            .sql("SELECT count(*) FROM written WHERE text = ?")
                            .param(text)
                            .query(Integer.class)
                            .single()
                    > 0;
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Whether the bytes are in a row, once the sweeper has been there. */
    public boolean holds(byte[] bytes) {
        new JdbcRecordSweeper(dataSource, dialect, JdbcIdempotencyStore.DEFAULT_TIMEOUT, 1000).sweep();
        return client()
                .sql("SELECT result FROM idempotency_record WHERE result IS NOT NULL")
                .query((row, number) -> row.getBytes(1))
                .stream()
                .anyMatch(result -> Arrays.equals(result, bytes));
    }

    static ClassPathResource schema(JdbcDialect dialect) {
        return new ClassPathResource("schema-" + dialect.id() + ".sql", JdbcDialect.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (dataSource != null) {
            dataSource.close();
        }
    }
}
