package io.github.idempotency.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.NearRecords;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** Copies of records of a real server. Two stores on one Redis are two nodes: they share nothing in this process. */
class NearReplaysITests {

    private static final int THREADS = 4;

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final RedisIdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    private final RedisIdempotencyStore other = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    private final RecordingIdempotencyListener listener = new RecordingIdempotencyListener();

    /** So long that only a message can be why a copy is gone. */
    private final NearRecords near = new NearRecords(new ConcurrentHashMap<>(), Duration.ofHours(1));

    private final IdempotentExecutor executor = new IdempotentExecutor(store, new LeaseKeeper(), listener).near(near);

    private final AtomicInteger runs = new AtomicInteger();

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @BeforeEach
    void listen() {
        call("warm-up");
        call("warm-up");
        runs.set(0);
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        store.close();
        other.close();
    }

    @Test
    void aNearReplayIsNoRoundTrip() {
        call("near");
        call("near");
        near.flush();
        redis.call("CONFIG", "RESETSTAT");
        assertThat(call("near")).isEqualTo("run 1");
        assertThat(String.valueOf(redis.call("INFO", "commandstats"))).doesNotContain("evalsha", "cmdstat_eval:");
        assertThat(listener.types()).endsWith(Type.REPLAYED, Type.NEAR_REPLAYED);
    }

    @Test
    void aDeletionOnAnotherNodeIsSeenByPush() {
        call("deleted");
        call("deleted");
        assertThat(call("deleted")).isEqualTo("run 1");
        assertThat(other.delete(operation("deleted").storeKey())).isTrue();
        Awaitility.await().untilAsserted(() -> assertThat(call("deleted")).isEqualTo("run 2"));
        assertThat(call("deleted")).isEqualTo("run 2");
    }

    /**
     * Retries race with deletions: none of them may bring back for good what has been deleted. With the moments chosen by
     * the test, and the code broken on purpose: NearRecordsTests.
     */
    @Test
    void noRetryKeepsARecordThatIsBeingDeleted() throws Exception {
        for (int round = 0; round < 300; round++) {
            String key = "raced-" + round;
            call(key);
            List<Callable<Object>> race =
                    List.of(() -> call(key), () -> other.delete(operation(key).storeKey()));
            for (Future<Object> ended : threads.invokeAll(race)) {
                ended.get();
            }
            // The retry may have come after the deletion, and have run.
            other.delete(operation(key).storeKey());
            int before = runs.get();
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> call(key).equals("run " + (before + 1)));
        }
    }

    @Test
    void replaysOfManyThreadsAreCountedExactly() throws Exception {
        call("counted");
        List<Callable<String>> retries = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            retries.add(() -> call("counted"));
        }
        for (Future<String> retry : threads.invokeAll(retries)) {
            assertThat(retry.get()).isEqualTo("run 1");
        }
        assertThat(listener.count(Type.NEAR_REPLAYED)).isGreaterThan(1_900);
        // What a flush of its own has taken may still be on its way.
        Awaitility.await().untilAsserted(() -> {
            near.flush();
            assertThat(other.find(operation("counted").storeKey()).orElseThrow().replays())
                    .isEqualTo(2_000);
        });
    }

    /** A server that does not let this node listen, and later does. */
    @Test
    void noCopiesAreKeptWhileDeletionsCannotBeListenedFor() throws Exception {
        redis.call("ACL", "SETUSER", "default", "-subscribe");
        RedisIdempotencyStore deaf = new RedisIdempotencyStore(connections.factory(), "idempotency:");
        IdempotentExecutor patient = new IdempotentExecutor(deaf, new LeaseKeeper(), listener)
                .near(new NearRecords(new ConcurrentHashMap<>(), Duration.ofHours(1)));
        try {
            listener.clear();
            for (int i = 0; i < 4; i++) {
                patient.execute(operation("deaf"), ResultCodec.UTF_8, () -> "answer");
            }
            assertThat(listener.count(Type.NEAR_REPLAYED)).isZero();
            redis.call("ACL", "SETUSER", "default", "+subscribe");
            Awaitility.await().untilAsserted(() -> {
                patient.execute(operation("deaf"), ResultCodec.UTF_8, () -> "answer");
                assertThat(listener.count(Type.NEAR_REPLAYED)).isPositive();
            });
            assertThat(other.delete(operation("deaf").storeKey())).isTrue();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(patient.execute(operation("deaf"), ResultCodec.UTF_8, () -> "another"))
                                    .isEqualTo("another"));
        } finally {
            redis.call("ACL", "SETUSER", "default", "+subscribe");
            deaf.close();
        }
    }

    private String call(String key) {
        return executor.execute(operation(key), ResultCodec.UTF_8, () -> "run " + runs.incrementAndGet());
    }

    private static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "near", ""), key);
    }
}
