package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.QueryTimeoutException;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A MariaDB that is told to wait for a row less long than the store would: error 1205, which has no state of its own. */
class MariaDbLockWaitITests {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Order(2)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(
            JdbcDialect.MARIADB, () -> mariaDb.jdbcUrl() + "&sessionVariables=innodb_lock_wait_timeout=0", 3);

    private final JdbcIdempotencyStore store = pool.store();

    private static ClaimRequest request(StoreKey key, String text) {
        return new ClaimRequest(
                key, "scope", Fingerprint.of(text), Effect.REPEATABLE, Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    @Test
    void whoMeetsTheRowIsToldWhatIsAtIt() throws SQLException {
        StoreKey key = StoreKey.of("met");
        Claim.Acquired owner = (Claim.Acquired) store.claim(request(key, "one"));
        try (Connection other = pool.connect()) {
            lock(other, key);

            assertThat(store.claim(request(key, "one"))).isInstanceOf(Claim.InProgress.class);
            assertThat(store.claim(request(key, "two"))).isInstanceOf(Claim.Mismatch.class);
            assertThatExceptionOfType(QueryTimeoutException.class)
                    .isThrownBy(() -> store.complete(
                            key, owner.token(), new Result(Outcome.SUCCEEDED, new byte[1]), Duration.ofMinutes(5)));
            other.rollback();
        }
        assertThat(store.renew(key, owner.token(), Duration.ofMinutes(5))).isTrue();
    }

    private static void lock(Connection connection, StoreKey key) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement =
                connection.prepareStatement("SELECT * FROM idempotency_record WHERE record_key = ? FOR UPDATE")) {
            statement.setBytes(1, key.toBytes());
            assertThat(statement.executeQuery().next()).isTrue();
        }
    }
}
