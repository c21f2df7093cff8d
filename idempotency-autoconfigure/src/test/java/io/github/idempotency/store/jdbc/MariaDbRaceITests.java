package io.github.idempotency.store.jdbc;

import java.sql.SQLException;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Races on the MariaDB that is installed; skipped where there is none. */
class MariaDbRaceITests extends JdbcRaceCase {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Order(2)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, CLAIMS);

    MariaDbRaceITests() {
        super(pool, mariaDb.clock());
    }

    @Test
    void aLeaseBeginsWhenTheWaitIsOver() throws SQLException {
        Wait wait = waitForARelease();

        assertThat(wait.startedAt()).isAfterOrEqualTo(wait.released().minusMillis(1));
    }

    @Override
    String waiting() {
        return "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
    }
}
