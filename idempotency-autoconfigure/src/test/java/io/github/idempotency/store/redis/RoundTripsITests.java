package io.github.idempotency.store.redis;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the server itself counts: the commands that clients send it, without those that scripts call. */
class RoundTripsITests {

    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)");

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private RedisIdempotencyStore store;

    private IdempotentExecutor executor;

    @BeforeEach
    void loadScripts() {
        store = new RedisIdempotencyStore(connections.factory(), "idempotency:");
        executor = new IdempotentExecutor(store);
        run("warm-up");
        run("warm-up");
        redis.call("CONFIG", "RESETSTAT");
    }

    @Test
    void aFirstExecutionIsTwoRoundTrips() {
        run("first");
        assertThat(roundTrips()).containsExactly(Map.entry("evalsha", 2));
    }

    @Test
    void aReplayIsOneRoundTrip() {
        run("replayed");
        redis.call("CONFIG", "RESETSTAT");
        run("replayed");
        assertThat(roundTrips()).containsExactly(Map.entry("evalsha", 1));
    }

    /** Only a replay of what is kept apart pays for it. */
    @Test
    void aResultThatExpiresBeforeItsRecordCostsItsReplayOneRoundTripMore() {
        IdempotentOperation shortLived =
                operation("short-lived").with(IdempotencyPolicy.DEFAULT.withResultTtl(Duration.ofMinutes(10)));
        executor.execute(shortLived, ResultCodec.UTF_8, () -> "answer");
        executor.execute(shortLived, ResultCodec.UTF_8, () -> "load the script");
        redis.call("DEL", "idempotency:" + shortLived.storeKey().reference());
        redis.call("CONFIG", "RESETSTAT");
        executor.execute(shortLived, ResultCodec.UTF_8, () -> "answer");
        assertThat(roundTrips()).containsExactly(Map.entry("evalsha", 2));
        redis.call("CONFIG", "RESETSTAT");
        executor.execute(shortLived, ResultCodec.UTF_8, () -> "again");
        assertThat(roundTrips()).containsExactly(Map.entry("evalsha", 2));
    }

    @Test
    void anInFlightDuplicateIsOneRoundTrip() {
        Execution running = (Execution) executor.begin(operation("in-flight"));
        redis.call("CONFIG", "RESETSTAT");
        assertThatThrownBy(() -> run("in-flight")).isInstanceOf(IdempotencyException.class);
        assertThat(roundTrips()).containsExactly(Map.entry("evalsha", 1));
        running.release();
    }

    @Test
    void aServerThatForgotTheScriptsIsSentThemOnce() {
        redis.call("SCRIPT", "FLUSH");
        redis.call("CONFIG", "RESETSTAT");
        run("after-flush");
        assertThat(roundTrips()).containsEntry("evalsha", 2).containsEntry("eval", 2);
        redis.call("CONFIG", "RESETSTAT");
        run("after-flush-2");
        assertThat(roundTrips()).containsExactly(Map.entry("evalsha", 2));
    }

    @Test
    void anAppendIsOneRoundTripHoweverManyFramesItBrings() {
        Execution running = (Execution) executor.begin(operation("streamed"));
        long token = running.context().fencingToken();
        StoreKey key = operation("streamed").storeKey();
        store.append(key, token, 0, List.of());
        store.frames(key, 0, 1);
        redis.call("CONFIG", "RESETSTAT");
        store.append(key, token, 0, Collections.nCopies(5_000, new byte[10]));
        assertThat(roundTrips()).containsEntry("evalsha", 1).doesNotContainKey("eval");
        redis.call("CONFIG", "RESETSTAT");
        assertThat(store.frames(key, 0, 10_000).orElseThrow().frames()).hasSize(5_000);
        assertThat(roundTrips()).containsEntry("evalsha", 1).doesNotContainKey("eval");
        running.release();
    }

    private void run(String key) {
        executor.execute(operation(key), ResultCodec.UTF_8, () -> "answer");
    }

    private static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "round-trips", ""), key);
    }

    /** Commands within a script are counted under their own names; a client's are those that can only come from one. */
    private static Map<String, Integer> roundTrips() {
        Map<String, Integer> calls = new TreeMap<>();
        Matcher matcher = CALLS.matcher(String.valueOf(redis.call("INFO", "commandstats")));
        while (matcher.find()) {
            calls.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        calls.keySet().removeAll(Set.of("time", "getrange", "setrange", "set", "pttl", "pexpire", "config", "info"));
        return calls;
    }
}
