package io.github.idempotency.store.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.TransactionDefinition;

/** The databases whose statements pass the whole store contract. */
public enum JdbcDialect {

    /** PostgreSQL 12 or later. */
    POSTGRESQL("PostgreSQL", TransactionDefinition.ISOLATION_DEFAULT),

    /** MariaDB 10.6 or later, through its own driver. */
    MARIADB("MariaDB", TransactionDefinition.ISOLATION_READ_COMMITTED),

    /** H2 2.4 or later, in memory or in a file: for development and tests. */
    H2("H2", TransactionDefinition.ISOLATION_DEFAULT);

    private final String product;

    private final int joinedIsolation;

    JdbcDialect(String product, int joinedIsolation) {
        this.product = product;
        this.joinedIsolation = joinedIsolation;
    }

    /**
     * The dialect of the database behind the data source.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static JdbcDialect of(DataSource dataSource) {
        String product = product(dataSource);
        return Stream.of(values())
                .filter(dialect -> dialect.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no JDBC store for " + product + ", only for " + supported()));
    }

    private static String supported() {
        return Stream.of(values()).map(JdbcDialect::product).collect(Collectors.joining(", "));
    }

    private static String product(DataSource dataSource) {
        try {
            return JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName);
        } catch (MetaDataAccessException ex) {
            throw new CannotGetJdbcConnectionException("The database cannot be asked what it is", new SQLException(ex));
        }
    }

    /** What the names of the dialect's resources end in, for example {@code schema-postgresql.sql}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the database calls itself. */
    public String product() {
        return product;
    }

    /**
     * The isolation of a joined transaction. MariaDB's default, from a snapshot, may refuse to complete a record whose
     * lease has been renewed since the snapshot.
     */
    int joinedIsolation() {
        return joinedIsolation;
    }

    /** Whether a claim waits for a transaction that is at the row even where the row's owner is known. */
    boolean claimsWait() {
        return this != POSTGRESQL;
    }

    /** Whether most claims are decided by a statement that costs less. */
    boolean hasShortcut() {
        return this == POSTGRESQL;
    }

    /** Whether the statement that stores a result says when it expires. MariaDB cannot return what an update has written. */
    boolean tellsExpiry() {
        return this != MARIADB;
    }

    JdbcStatement statement(String verb) {
        return JdbcStatement.load(id() + "/" + verb + ".sql");
    }
}
