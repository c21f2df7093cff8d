package io.github.idempotency.autoconfigure;

import java.util.List;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.aop.InvalidIdempotentException;

/** The tables of frames and of counters, which databases lack whose table of records is older. */
final class LaterTables {

    private static final List<String> NAMES = List.of("idempotency_frame", "idempotency_counter");

    private LaterTables() {}

    /**
     * @param schema where the script is that creates all tables
     * @throws InvalidIdempotentException if there are records and not the other tables
     */
    static void require(DataSource dataSource, String schema) {
        for (String table : NAMES) {
            String missing = missing(dataSource, table);
            if (missing != null && missing(dataSource, "idempotency_record") == null) {
                throw new InvalidIdempotentException(
                        "The database has the table idempotency_record and not the table " + table + ": " + missing,
                        "Run " + schema + " again, which adds what is missing and leaves the rest as it is. Flyway and"
                                + " Liquibase do so by themselves where they are told of the migration (see"
                                + " docs/jdbc-store.md); with idempotency.jdbc.initialize-schema=always the application"
                                + " does. It needs the right to read and write all its tables.");
            }
        }
    }

    /** What the database says of a table that it does not have, or does not show. */
    private static @Nullable String missing(DataSource dataSource, String table) {
        try {
            JdbcClient.create(dataSource)
                    .sql("SELECT 1 FROM " + table + " WHERE 1 = 0")
                    .query(Long.class)
                    .list();
            return null;
        } catch (BadSqlGrammarException ex) {
            return ex.getMostSpecificCause().getMessage();
        }
    }
}
