package io.github.idempotency.autoconfigure;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.aop.InvalidIdempotentException;

/** The tables of the ledger, without which a key could not be charged with its answer, and so no answer be stored. */
final class CostTable {

    private CostTable() {}

    /** @throws InvalidIdempotentException if they are not there */
    static void require(DataSource dataSource, String schema) {
        for (String table : new String[] {"idempotency_expense", "idempotency_charge"}) {
            try {
                JdbcClient.create(dataSource)
                        .sql("SELECT token FROM " + table + " WHERE 1 = 0")
                        .query(Long.class)
                        .list();
            } catch (DataAccessException ex) {
                throw new InvalidIdempotentException(
                        "idempotency.cost.ledger is jdbc, and the database has no table " + table
                                + " that can be read: "
                                + ex.getMostSpecificCause().getMessage(),
                        "Run " + schema + ", or let Flyway (classpath:db/idempotency-cost/…) or Liquibase"
                                + " (classpath:db/idempotency-cost/changelog.xml) do so; with"
                                + " idempotency.jdbc.initialize-schema=always the application does.");
            }
        }
    }
}
