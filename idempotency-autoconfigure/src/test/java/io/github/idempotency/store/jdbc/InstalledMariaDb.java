package io.github.idempotency.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of its own for a test class, on the MariaDB that is installed. Where there is none the tests are skipped. */
final class InstalledMariaDb implements BeforeAllCallback {

    private MariaDbServer server;

    private String url;

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        Optional<Path> program = MariaDbServer.program();
        Assumptions.assumeTrue(program.isPresent(), "No mariadbd is installed");
        // In the root's store, so that it is closed after the last test class.
        server = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(InstalledMariaDb.class))
                .computeIfAbsent(MariaDbServer.class, type -> start(program.get()), MariaDbServer.class);
        url = server.createDatabase();
    }

    private static MariaDbServer start(Path program) {
        try {
            return new MariaDbServer(program);
        } catch (IOException ex) {
            throw new UncheckedIOException("MariaDB did not start", ex);
        }
    }

    String jdbcUrl() {
        return url;
    }

    /** The database; each connection is a new one. */
    DataSource dataSource() {
        return new DriverManagerDataSource(url);
    }

    InstantSource clock() {
        return server.clock();
    }
}
