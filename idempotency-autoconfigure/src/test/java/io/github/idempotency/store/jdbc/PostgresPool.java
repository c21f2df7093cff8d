package io.github.idempotency.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.awaitility.Awaitility.await;

/** The connection pool that an application would have for the database of a test class, with the store's table in it. */
public final class PostgresPool implements BeforeAllCallback, AfterAllCallback {

    private final EmbeddedPostgres postgres;

    private final int size;

    private HikariDataSource dataSource;

    public PostgresPool(EmbeddedPostgres postgres, int size) {
        this.postgres = postgres;
        this.size = size;
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setMaximumPoolSize(size);
        dataSource = new HikariDataSource(config);
        new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcDialect.class))
                .execute(dataSource);
        JdbcClient.create(dataSource)
                .sql("CREATE TABLE IF NOT EXISTS written (text text NOT NULL)")
                .update();
        // Threads that wait for their first connection do not race.
        await().until(() -> dataSource.getHikariPoolMXBean().getTotalConnections() == size);
    }

    /** Writes as an application does: on whatever connection Spring has for this thread. */
    public void write(String text) {
        JdbcClient.create(dataSource)
                .sql("INSERT INTO written VALUES (?)")
                .param(text)
                .update();
    }

    /** Whether others see the text. */
    public boolean isWritten(String text) {
        return JdbcClient.create(postgres.dataSource())
                .sql("SELECT EXISTS (SELECT FROM written WHERE text = ?)")
                .param(text)
                .query(Boolean.class)
                .single();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (dataSource != null) {
            dataSource.close();
        }
    }
}
