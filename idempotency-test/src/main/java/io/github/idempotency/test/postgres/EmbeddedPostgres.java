package io.github.idempotency.test.postgres;

import java.time.InstantSource;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of its own for a test class, on a real PostgreSQL that all test classes of the JVM share.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();
 * }</pre>
 *
 * <p>Without JUnit, or for a server of one's own, {@link PostgresServer} does the same.
 */
public final class EmbeddedPostgres implements BeforeAllCallback {

    private @Nullable PostgresServer server;

    private @Nullable String database;

    private EmbeddedPostgres() {}

    /** A database on the server of this JVM, which is started when the first test class needs it. */
    public static EmbeddedPostgres shared() {
        return new EmbeddedPostgres();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (database == null) {
            // In the root's store, so that it is closed after the last test class.
            server = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(EmbeddedPostgres.class))
                    .computeIfAbsent(PostgresServer.class, type -> new PostgresServer().start(), PostgresServer.class);
            database = server.createDatabase();
        }
    }

    /** Where the database is, user included. */
    public String jdbcUrl() {
        return server().jdbcUrl(name());
    }

    /** The database; each connection is a new one. */
    public DataSource dataSource() {
        return server().dataSource(name());
    }

    /** The time of the server, for {@code RunningClock.await}. */
    public InstantSource clock() {
        return server().clock();
    }

    private PostgresServer server() {
        if (server == null) {
            throw new IllegalStateException("PostgreSQL runs from before the first test on");
        }
        return server;
    }

    private String name() {
        if (database == null) {
            throw new IllegalStateException("The database exists from before the first test on");
        }
        return database;
    }
}
