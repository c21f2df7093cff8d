package io.github.idempotency.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** One node runs, another one waits. Two stores on one Redis are two nodes: they share nothing in this process. */
class WaitingAcrossNodesITests {

    private static final int WAITERS = 200;

    private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final RedisIdempotencyStore thisStore = store();

    private final RedisIdempotencyStore otherStore = store();

    private final RecordingIdempotencyListener listener = new RecordingIdempotencyListener();

    private final IdempotentExecutor owner = new IdempotentExecutor(thisStore);

    private final IdempotentExecutor waiters = new IdempotentExecutor(otherStore, new LeaseKeeper(), listener, WAITERS);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        thisStore.close();
        otherStore.close();
    }

    @Test
    void twoHundredWaitersAreWokenByOneMessageAndAllCounted() throws Exception {
        IdempotentOperation operation = operation("many");
        Execution running = (Execution) owner.begin(operation);
        List<Future<String>> answers = startWaiters(operation, WAITERS);
        awaitWaiters(WAITERS);
        redis.call("CONFIG", "RESETSTAT");

        running.complete(new Result(Outcome.SUCCEEDED, "from the other node".getBytes()));

        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("from the other node");
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(thisStore
                                .find(operation.storeKey())
                                .orElseThrow()
                                .replays())
                        .isEqualTo(WAITERS));
        // The completion, the count, the look-ups of this test, and no more than a safety poll or two.
        assertThat(scriptCalls()).isLessThan(WAITERS / 10);
    }

    @Test
    void aLargeAnswerIsFetchedOnce() throws Exception {
        IdempotentOperation operation = operation("large");
        Execution running = (Execution) owner.begin(operation);
        List<Future<String>> answers = startWaiters(operation, 10);
        awaitWaiters(10);
        String large = "x".repeat(100_000);

        running.complete(new Result(Outcome.SUCCEEDED, large.getBytes()));

        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo(large);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(thisStore
                                .find(operation.storeKey())
                                .orElseThrow()
                                .replays())
                        .isEqualTo(10));
    }

    @Test
    void oneWaiterRunsWhenTheOtherNodeGivesUp() throws Exception {
        IdempotentOperation operation = operation("released");
        Execution running = (Execution) owner.begin(operation);
        List<Future<String>> answers = startWaiters(operation, 10);
        awaitWaiters(10);

        running.fail();

        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("run here");
        }
        assertThat(listener.events())
                .filteredOn(event -> event.type() == Type.STARTED)
                .hasSize(1);
    }

    /** Nobody tells of a death; the waiters find out when the lease is over. */
    @Test
    void oneWaiterTakesOverWhenTheOtherNodeDies() throws Exception {
        IdempotentOperation operation = operation("dead").with(policy().withLease(Duration.ofMillis(300)));
        thisStore.claim(new ClaimRequest(
                operation.storeKey(),
                operation.scope(),
                operation.fingerprint(),
                operation.policy().effect(),
                operation.policy().lease(),
                operation.policy().ttl()));

        List<Future<String>> answers = startWaiters(operation, 10);

        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("run here");
        }
        assertThat(listener.events())
                .filteredOn(event -> event.type() == Type.TAKEN_OVER)
                .hasSize(1);
    }

    private List<Future<String>> startWaiters(IdempotentOperation operation, int count) {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(threads.submit(() -> waiters.execute(operation, ResultCodec.UTF_8, () -> "run here")));
        }
        return answers;
    }

    private void awaitWaiters(int expected) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(listener.events())
                        .filteredOn(event -> event.type() == Type.WAITED)
                        .hasSize(expected));
    }

    private static int scriptCalls() {
        Matcher calls = SCRIPT_CALLS.matcher(String.valueOf(redis.call("INFO", "commandstats")));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    private static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "waiting", ""), key).with(policy());
    }

    private static IdempotencyPolicy policy() {
        return IdempotencyPolicy.DEFAULT.waiting(Duration.ofMinutes(1));
    }

    private static RedisIdempotencyStore store() {
        return new RedisIdempotencyStore(connections.factory(), "idempotency:");
    }
}
