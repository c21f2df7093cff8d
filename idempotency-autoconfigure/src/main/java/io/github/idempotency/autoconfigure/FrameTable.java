package io.github.idempotency.autoconfigure;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.aop.InvalidIdempotentException;

/** The table of frames, which databases lack whose table of records is older. */
final class FrameTable {

    private FrameTable() {}

    /**
     * @param schema where the script is that creates both tables
     * @throws InvalidIdempotentException if there are records and no place for frames
     */
    static void require(DataSource dataSource, String schema) {
        String missing = missing(dataSource, "idempotency_frame");
        if (missing != null && missing(dataSource, "idempotency_record") == null) {
            throw new InvalidIdempotentException(
                    "The database has the table idempotency_record and not the table idempotency_frame: " + missing,
                    "Run " + schema + " again, which adds what is missing and leaves the rest as it is. Flyway and"
                            + " Liquibase do so by themselves where they are told of the migration (see"
                            + " docs/jdbc-store.md); with idempotency.jdbc.initialize-schema=always the application does."
                            + " It needs the right to read and write both tables.");
        }
    }

    /** What the database says of a table that it does not have, or does not show. */
    private static @Nullable String missing(DataSource dataSource, String table) {
        try {
            JdbcClient.create(dataSource)
                    .sql("SELECT token FROM " + table + " WHERE 1 = 0")
                    .query(Long.class)
                    .list();
            return null;
        } catch (BadSqlGrammarException ex) {
            return ex.getMostSpecificCause().getMessage();
        }
    }
}
