package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.store.RunningClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sweeper deletes. Broken on purpose to see these fail: without {@code SKIP LOCKED} it waits for the row that
 * somebody is at until it times out; without a look at the expiry it deletes live rows, and without a look at the end of
 * a result it erases what is still replayed.
 */
abstract class JdbcSweeperCase {

    private static final Duration MOMENT = Duration.ofMillis(50);

    private static final Duration LONG = Duration.ofMinutes(5);

    private final JdbcPool pool;

    private final InstantSource clock;

    private final JdbcClient database;

    private final JdbcIdempotencyStore store;

    JdbcSweeperCase(JdbcPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.database = pool.client();
        this.store = new JdbcIdempotencyStore(pool.dataSource());
    }

    @BeforeEach
    void empty() {
        database.sql("DELETE FROM idempotency_record").update();
    }

    @Test
    void expiredRowsOfEveryStateAreDeletedInBatches() {
        recordsOfEveryState(MOMENT);
        RunningClock.await(clock, MOMENT.multipliedBy(2));

        assertThat(sweeper(3).sweep()).isEqualTo(4);
        assertThat(rows()).isZero();
        assertThat(sweeper(3).sweep()).isZero();
    }

    @Test
    void liveRowsOfEveryStateStay() {
        recordsOfEveryState(LONG);

        assertThat(sweeper(3).sweep()).isZero();
        assertThat(rows()).isEqualTo(4);
    }

    /** Broken on purpose to see this fail: frames whose foreign key does not cascade keep their record from going. */
    @Test
    void framesGoWithTheirRecord() {
        StoreKey swept = withFrames(MOMENT);
        StoreKey deleted = withFrames(LONG);
        StoreKey kept = withFrames(LONG);
        RunningClock.await(clock, MOMENT.multipliedBy(2));
        assertThat(frameRows(swept)).isEqualTo(2);

        assertThat(sweeper(1000).sweep()).isOne();
        assertThat(store.delete(deleted)).isTrue();

        assertThat(frameRows(swept)).isZero();
        assertThat(frameRows(deleted)).isZero();
        assertThat(frameRows(kept)).isEqualTo(2);
    }

    @Test
    void framesOfAnEarlierClaimGoWithTheFirstOfTheNext() {
        StoreKey key = key();
        long failed = acquire(key, LONG).token();
        store.append(key, failed, 0, List.of(new byte[1], new byte[1]));
        store.release(key, failed);
        long token = acquire(key, LONG).token();

        assertThat(store.append(key, failed, 2, List.of(new byte[1]))).isFalse();
        store.append(key, token, 0, List.of(new byte[1]));

        assertThat(frameRows(key)).isOne();
    }

    /** As if it had been long ago. Broken on purpose to see this fail: a sweep of minutes only, or of all that is old. */
    @Test
    void whatWasCountedTooLongAgoGoes() {
        database.sql("DELETE FROM idempotency_counter").update();
        ClusterCounters counters = store.counters("shop").orElseThrow();
        Counter executed = new Counter("orders", "http", "executed");
        counters.add(new CounterFlush("one", 1, Map.of(executed, 1L)));
        sweeper(3).sweep();
        assertThat(counterRows()).isEqualTo(3);

        database.sql("UPDATE idempotency_counter SET bucket = bucket - 61 WHERE bucket > 0")
                .update();
        assertThat(counters.lastHour().minutes()).isEmpty();
        countedAgo(ClusterCounters.NODE_LIFE);
        sweeper(3).sweep();
        assertThat(counterRows()).isOne();
        assertThat(counters.totals()).isEqualTo(Map.of(executed, 1L));

        countedAgo(ClusterCounters.SUM_LIFE);
        sweeper(3).sweep();
        assertThat(counters.totals()).isEmpty();
    }

    private void countedAgo(Duration ago) {
        database.sql("UPDATE idempotency_counter SET updated_at = updated_at - ?")
                .param(ago.toMillis() + 1)
                .update();
    }

    private long counterRows() {
        return database.sql("SELECT count(*) FROM idempotency_counter")
                .query(Long.class)
                .single();
    }

    /** A completed record with two frames. */
    private StoreKey withFrames(Duration retention) {
        StoreKey key = key();
        long token = acquire(key, LONG).token();
        store.append(key, token, 0, List.of(new byte[1], new byte[2_000_000]));
        store.complete(key, token, new Result(Outcome.SUCCEEDED, new byte[] {1}), retention);
        return key;
    }

    private long frameRows(StoreKey key) {
        return database.sql("SELECT count(*) FROM idempotency_frame WHERE record_key = ?")
                .param(key.toBytes())
                .query(Long.class)
                .single();
    }

    @Test
    void aRowThatSomebodyIsAtIsLeftForTheNextSweep() throws SQLException {
        List<StoreKey> keys = recordsOfEveryState(MOMENT);
        RunningClock.await(clock, MOMENT.multipliedBy(2));

        try (Connection connection = pool.connect();
                PreparedStatement lock = connection.prepareStatement(
                        "SELECT 1 FROM idempotency_record WHERE record_key = ? FOR UPDATE")) {
            connection.setAutoCommit(false);
            lock.setBytes(1, keys.get(0).toBytes());
            lock.execute();
            assertThat(sweeper(1000).sweep()).isEqualTo(3);
            // A server ends a session that is merely closed when it gets round to it.
            connection.rollback();
        }

        assertThat(sweeper(1000).sweep()).isOne();
    }

    @Test
    void resultsWhoseTimeIsOverAreErasedInBatchesAndTheirRecordsStay() {
        List<StoreKey> keys = shortLivedResults(7);
        StoreKey longLived = completed(LONG);
        RunningClock.await(clock, MOMENT);

        assertThat(sweeper(3).sweep()).isZero();

        assertThat(results()).isOne();
        assertThat(rows()).isEqualTo(8);
        assertThat(keys)
                .allSatisfy(key -> assertThat(store.find(key).orElseThrow().result())
                        .isEqualTo(Result.notRetained(Outcome.SUCCEEDED)));
        assertThat(store.find(longLived).orElseThrow().result().retained()).isTrue();
    }

    @Test
    void aResultWhoseRowSomebodyIsAtIsErasedByTheNextSweep() throws SQLException {
        List<StoreKey> keys = shortLivedResults(3);
        RunningClock.await(clock, MOMENT);

        try (Connection connection = pool.connect();
                PreparedStatement lock = connection.prepareStatement(
                        "SELECT 1 FROM idempotency_record WHERE record_key = ? FOR UPDATE")) {
            connection.setAutoCommit(false);
            lock.setBytes(1, keys.get(0).toBytes());
            lock.execute();
            sweeper(1000).sweep();
            assertThat(results()).isOne();
            connection.rollback();
        }

        sweeper(1000).sweep();
        assertThat(results()).isZero();
    }

    /** A front is filled by the first replay, too. */
    @Test
    void aReplayTellsWhenItsResultEnds() {
        StoreKey key = completed(LONG);
        ClaimRequest request = new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, LONG, LONG);

        IdempotencyRecord replayed = ((Claim.Completed) store.claim(request)).record();

        assertThat(replayed.resultUntil()).isEqualTo(replayed.settledAt().plus(LONG));
    }

    private List<StoreKey> shortLivedResults(int count) {
        return Stream.generate(() -> completed(MOMENT)).limit(count).toList();
    }

    private StoreKey completed(Duration resultRetention) {
        StoreKey key = key();
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {1}).keptFor(resultRetention);
        store.complete(key, acquire(key, LONG).token(), result, LONG.multipliedBy(2));
        return key;
    }

    private long results() {
        return database.sql("SELECT count(*) FROM idempotency_record WHERE result IS NOT NULL")
                .query(Long.class)
                .single();
    }

    @Test
    void severalNodesSweepEachRowOnce() {
        new JdbcTemplate(pool.dataSource())
                .batchUpdate(
                        "INSERT INTO idempotency_record (record_key, state, verdict, token, attempt, started_at,"
                                + " expires_at, replays, irreversible) VALUES (?, ?, 1, 1, 1, 0, ?, 0, false)",
                        IntStream.range(0, 2000)
                                .mapToObj(number -> new Object[] {key().toBytes(), 1 + number % 4, number})
                                .toList());

        List<CompletableFuture<Integer>> sweeps = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> sweeper(50).sweep()))
                .limit(4)
                .toList();
        int swept = sweeps.stream().mapToInt(CompletableFuture::join).sum()
                + sweeper(50).sweep();

        assertThat(swept).isEqualTo(2000);
        assertThat(rows()).isZero();
    }

    @Test
    void theTokenGrowsAcrossTheSweep() {
        StoreKey key = key();
        Claim.Acquired first = acquire(key, MOMENT);
        RunningClock.await(clock, MOMENT.multipliedBy(2));
        sweeper(1000).sweep();

        assertThat(acquire(key, LONG).token()).isGreaterThan(first.token());
    }

    /** In progress, completed, unknown, released; each expires two durations from now at the latest. */
    private List<StoreKey> recordsOfEveryState(Duration duration) {
        List<StoreKey> keys = Stream.generate(JdbcSweeperCase::key).limit(4).toList();
        List<Long> tokens =
                keys.stream().map(key -> acquire(key, duration).token()).toList();
        store.complete(keys.get(1), tokens.get(1), new Result(Outcome.SUCCEEDED, new byte[] {1}), duration);
        store.markUnknown(keys.get(2), tokens.get(2));
        store.release(keys.get(3), tokens.get(3));
        return keys;
    }

    private Claim.Acquired acquire(StoreKey key, Duration duration) {
        return (Claim.Acquired)
                store.claim(new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, duration, duration));
    }

    private static StoreKey key() {
        return StoreKey.of(UUID.randomUUID().toString());
    }

    private JdbcRecordSweeper sweeper(int batchSize) {
        return new JdbcRecordSweeper(pool.dataSource(), pool.dialect(), Duration.ofSeconds(10), batchSize);
    }

    private long rows() {
        return database.sql("SELECT count(*) FROM idempotency_record")
                .query(Long.class)
                .single();
    }
}
