package io.github.idempotency.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.store.Claim;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** Races on PostgreSQL. */
class PostgresRaceITests extends JdbcRaceCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, CLAIMS);

    PostgresRaceITests() {
        super(pool, postgres.clock());
    }

    @Test
    void aLeaseBeginsWhenTheWaitIsOver() throws SQLException {
        Wait wait = waitForARelease();

        assertThat(wait.startedAt()).isAfterOrEqualTo(wait.released().minusMillis(1));
    }

    /** Negative control: a shortcut that inserts whatever it has seen waits for the completion. */
    @Test
    void whoOwnsAKeyIsToldWhileItsCompletionIsNotCommitted() {
        assertThat(claimBesideACompletion())
                .succeedsWithin(Duration.ofSeconds(30))
                .isInstanceOf(Claim.InProgress.class);
    }

    @Override
    String waiting() {
        return "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'";
    }
}
