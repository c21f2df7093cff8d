package io.github.idempotency.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.idempotency.test.postgres.PostgresServer;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** All that runs while contenders are compared: an application, its Redis and its database. */
record Servers(EmbeddedRedis redis, PostgresServer postgres, String database, ServerProcess application)
        implements AutoCloseable {

    static Servers start() throws IOException {
        EmbeddedRedis redis = EmbeddedRedis.standalone().start();
        PostgresServer postgres = new PostgresServer().start();
        String database = postgres.createDatabase();
        ServerProcess application =
                ServerProcess.start(redis.port(), "--spring.datasource.url=" + postgres.jdbcUrl(database));
        return new Servers(redis, postgres, database, application);
    }

    /** Every round begins with nothing stored. */
    void empty() throws SQLException {
        redis.call("FLUSHALL");
        try (Connection connection = postgres.dataSource(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE idempotency_record CASCADE");
        }
    }

    @Override
    public void close() {
        application.close();
        postgres.close();
        redis.close();
    }
}
