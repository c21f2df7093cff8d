package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.store.RunningClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Claims and appends whose snapshot is older than the row they meet: another transaction holds the row until the server says that
 * they wait for it. What was broken to see these fail: the conflict did not look at the lease again (two owners), it
 * left the row alone where a lease was valid (no answer), it used the clock from before the wait; on MariaDB and H2, the
 * loser of a deadlock or of the primary key was not tried again; an append did not lock its record.
 */
abstract class JdbcRaceCase {

    static final int CLAIMS = 64;

    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final JdbcPool pool;

    private final InstantSource clock;

    private final JdbcIdempotencyStore store;

    private final StoreKey key = StoreKey.of(UUID.randomUUID().toString());

    private final ExecutorService threads = Executors.newFixedThreadPool(CLAIMS);

    private Connection connection;

    private JdbcTemplate other;

    JdbcRaceCase(JdbcPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.store = new JdbcIdempotencyStore(pool.dataSource(), pool.dialect(), Duration.ofMinutes(1));
    }

    /** Asks the server how many wait for a row. */
    abstract String waiting();

    @BeforeEach
    void begin() throws SQLException {
        connection = pool.connect();
        connection.setAutoCommit(false);
        other = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    @AfterEach
    void end() throws SQLException {
        threads.shutdownNow();
        connection.close();
    }

    @Test
    void oneOfManyClaimsThatMetAnAbortedFirstClaimWins() throws SQLException {
        insertRunning(7);
        List<CompletableFuture<Claim>> claims = waitingClaims(CLAIMS);

        connection.rollback();

        List<Claim> found = claims.stream().map(CompletableFuture::join).toList();
        assertThat(found).filteredOn(Claim.Acquired.class::isInstance).hasSize(1);
        assertThat(found).filteredOn(Claim.InProgress.class::isInstance).hasSize(CLAIMS - 1);
    }

    @Test
    void aClaimThatMetAConcurrentFirstClaimIsToldTheWinner() throws SQLException {
        insertRunning(7);
        CompletableFuture<Claim> claim = waitingClaims(1).get(0);

        connection.commit();

        assertThat(claim.join())
                .isInstanceOfSatisfying(
                        Claim.InProgress.class,
                        inProgress -> assertThat(inProgress.record().token()).isEqualTo(7));
    }

    @Test
    void aTakeOverThatMetAnotherOneIsToldTheWinner() throws SQLException {
        store.claim(request(MOMENT));
        RunningClock.await(clock, MOMENT);
        other.update(
                "UPDATE idempotency_record SET token = token + 1, lease_until = lease_until + 300000"
                        + " WHERE record_key = ?",
                key.toBytes());
        List<CompletableFuture<Claim>> claims = waitingClaims(8);

        connection.commit();

        assertThat(claims)
                .map(CompletableFuture::join)
                .allSatisfy(claim -> assertThat(claim).isInstanceOf(Claim.InProgress.class));
    }

    @Test
    void aTakeOverThatMetTheCompletionReplaysIt() throws SQLException {
        Claim.Acquired acquired = (Claim.Acquired) store.claim(request(MOMENT));
        RunningClock.await(clock, MOMENT);
        other.update(
                "UPDATE idempotency_record SET state = 2, outcome = 1, result = ?, settled_at = started_at"
                        + " WHERE record_key = ? AND token = ?",
                new byte[] {1},
                key.toBytes(),
                acquired.token());
        List<CompletableFuture<Claim>> claims = waitingClaims(8);

        connection.commit();

        assertThat(claims)
                .map(claim -> ((Claim.Completed) claim.join()).record().replays())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void aFinisherThatMetATakeOverIsToldTheNewOwner() throws SQLException {
        Claim.Acquired acquired = (Claim.Acquired) store.claim(request(MOMENT));
        other.update("UPDATE idempotency_record SET token = token + 1 WHERE record_key = ?", key.toBytes());
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {1});
        CompletableFuture<?> completion =
                CompletableFuture.supplyAsync(() -> store.complete(key, acquired.token(), result, LONG), threads);
        awaitWaiting(1);

        connection.commit();

        assertThat(completion.join())
                .extracting("current.token", "current.state")
                .containsExactly(acquired.token() + 1, RecordState.IN_PROGRESS);
    }

    @Test
    void anAppendThatMetATakeOverIsRefused() throws SQLException {
        long token = ((Claim.Acquired) store.claim(request(MOMENT))).token();

        appendIsRefusedAfter("UPDATE idempotency_record SET token = token + 1 WHERE record_key = ?", token);
    }

    @Test
    void anAppendThatMetTheCompletionIsRefused() throws SQLException {
        long token = ((Claim.Acquired) store.claim(request(LONG))).token();

        appendIsRefusedAfter(
                "UPDATE idempotency_record SET state = 2, outcome = 1, settled_at = started_at WHERE record_key = ?",
                token);
    }

    private void appendIsRefusedAfter(String change, long token) throws SQLException {
        other.update(change, key.toBytes());
        CompletableFuture<Boolean> append = CompletableFuture.supplyAsync(
                () -> store.append(key, token, 0, List.of(new byte[] {1}, new byte[] {2})), threads);
        awaitWaiting(1);

        connection.commit();

        assertThat(append.join()).isFalse();
        assertThat(other.queryForObject(
                        "SELECT count(*) FROM idempotency_frame WHERE record_key = ?", Long.class, key.toBytes()))
                .isZero();
    }

    /** Claims while somebody else has completed the record, or counted a replay, and not committed it. */
    CompletableFuture<Claim> claimBesideACompletion() {
        store.claim(request(LONG));
        other.update("UPDATE idempotency_record SET state = 2, outcome = 1 WHERE record_key = ?", key.toBytes());
        return CompletableFuture.supplyAsync(() -> store.claim(request(LONG)), threads);
    }

    /** When a claim begins that has waited for the release of another one, and when that was. */
    Wait waitForARelease() throws SQLException {
        insertRunning(7);
        CompletableFuture<Claim> claim = waitingClaims(1).get(0);
        RunningClock.await(clock, MOMENT);
        other.update("UPDATE idempotency_record SET state = 4 WHERE record_key = ?", key.toBytes());
        Instant released = clock.instant();

        connection.commit();

        return new Wait(released, ((Claim.Acquired) claim.join()).startedAt());
    }

    record Wait(Instant released, Instant startedAt) {}

    private void insertRunning(long token) {
        long now = clock.millis();
        other.update(
                "INSERT INTO idempotency_record (record_key, state, verdict, token, attempt, started_at, lease_until,"
                        + " expires_at, replays, irreversible, scope)"
                        + " VALUES (?, 1, 1, ?, 1, ?, ?, ?, 0, false, 'test')",
                key.toBytes(),
                token,
                now,
                now + 300_000,
                now + 600_000);
    }

    private List<CompletableFuture<Claim>> waitingClaims(int count) {
        List<CompletableFuture<Claim>> claims = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> store.claim(request(LONG)), threads))
                .limit(count)
                .toList();
        awaitWaiting(count);
        return claims;
    }

    private void awaitWaiting(int count) {
        await().until(() -> {
            try (Connection beside = pool.connect()) {
                return JdbcClient.create(new SingleConnectionDataSource(beside, true))
                                .sql(waiting())
                                .query(Integer.class)
                                .single()
                        == count;
            }
        });
    }

    private ClaimRequest request(Duration lease) {
        return new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, lease, LONG);
    }
}
