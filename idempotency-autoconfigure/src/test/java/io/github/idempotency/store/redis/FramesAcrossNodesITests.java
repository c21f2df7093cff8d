package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.execution.Attachment;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameCursor;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** One node gives an answer bit by bit, another one reads it. Two stores on one Redis are two nodes. */
class FramesAcrossNodesITests {

    private static final int READERS = 50;

    private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final RedisIdempotencyStore thisStore = store();

    private final RedisIdempotencyStore otherStore = store();

    private final IdempotentExecutor owner = new IdempotentExecutor(thisStore);

    private final IdempotentExecutor other = new IdempotentExecutor(otherStore);

    @AfterEach
    void close() throws Exception {
        thisStore.close();
        otherStore.close();
    }

    /**
     * A context that is stopped and started again has made new connections. Negative control: where the store does not stop
     * and start with them, it listens on one that is closed, and everybody who follows is refused from then on.
     */
    @Test
    void channelsBeginAgainWithTheirConnections() throws Exception {
        LettuceConnectionFactory own = new LettuceConnectionFactory(redis.host(), redis.port());
        own.afterPropertiesSet();
        own.start();
        try (RedisIdempotencyStore node = store(own)) {
            node.start();
            node.follow(operation("before").storeKey(), (token, first, frames) -> {});
            node.stop();
            own.stop();
            own.start();
            node.start();

            IdempotentOperation operation = operation("after");
            List<byte[]> told = new CopyOnWriteArrayList<>();
            node.follow(operation.storeKey(), (token, first, frames) -> told.addAll(frames));
            FrameRecorder recorder = recorder(operation);
            // The record says from then on that somebody wants to be told.
            assertThat(new IdempotentExecutor(node).begin(operation)).isInstanceOf(Attachment.class);
            recorder.append(bytes("first"));
            Awaitility.await().until(() -> !told.isEmpty());
            assertThat(told).containsExactly(bytes("first"));
        } finally {
            own.destroy();
        }
    }

    @Test
    void fiftyReadersOfAnotherNodeCostTheServerWhatOneCosts() {
        IdempotentOperation operation = operation("many");
        FrameRecorder recorder = recorder(operation);
        List<Reader> readers =
                Stream.generate(() -> new Reader(operation)).limit(READERS).toList();
        recorder.append(bytes("first"));
        readers.forEach(reader -> reader.await("first"));
        redis.call("CONFIG", "RESETSTAT");

        for (int i = 0; i < 20; i++) {
            recorder.append(bytes("frame " + i));
        }
        readers.forEach(reader -> reader.await("frame 19"));
        recorder.complete(Outcome.SUCCEEDED, frames -> bytes(frames + " frames"));

        for (Reader reader : readers) {
            assertThat(reader.awaitAnswer()).isEqualTo("21 frames");
            assertThat(reader.read).hasSize(21);
        }
        // At most 20 appends, the completion, one look at it, and a safety poll or two.
        assertThat(scriptCalls()).isLessThan(READERS);
    }

    @Test
    void aLargeFrameIsFetched() {
        IdempotentOperation operation = operation("large");
        FrameRecorder recorder = recorder(operation);
        Reader reader = new Reader(operation);
        String large = "x".repeat(200_000);

        recorder.append(bytes("small"));
        reader.await("small");
        recorder.append(bytes(large));

        reader.await(large);
    }

    /** Broken on purpose to see this fail: a follower that does not leave. */
    @Test
    void nobodyListensWhereNobodyReads() {
        IdempotentOperation operation = operation("left");
        recorder(operation).append(bytes("a"));
        Reader reader = new Reader(operation);
        reader.await("a");
        String channel = "idempotency:frames:" + operation.storeKey().reference();
        assertThat(redis.call("PUBSUB", "NUMSUB", channel)).hasToString("[" + channel + ", 1]");

        reader.cursor.close();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(redis.call("PUBSUB", "NUMSUB", channel)).hasToString("[" + channel + ", 0]"));
    }

    private FrameRecorder recorder(IdempotentOperation operation) {
        return owner.recorder((Execution) owner.begin(operation)).orElseThrow();
    }

    private static int scriptCalls() {
        Matcher calls = SCRIPT_CALLS.matcher(String.valueOf(redis.call("INFO", "commandstats")));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "frames", ""), key)
                .with(IdempotencyPolicy.DEFAULT.attaching());
    }

    private static RedisIdempotencyStore store() {
        return store(connections.factory());
    }

    private static RedisIdempotencyStore store(LettuceConnectionFactory connections) {
        return new RedisIdempotencyStore(connections, "idempotency:");
    }

    /** Somebody who came to the other node meanwhile. */
    private final class Reader {

        private final List<String> read = new ArrayList<>();

        private final FrameCursor cursor;

        Reader(IdempotentOperation operation) {
            cursor = ((Attachment) other.begin(operation)).frames().open(0, () -> {});
        }

        void await(String last) {
            Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
                for (byte[] frame = cursor.poll(); frame != null; frame = cursor.poll()) {
                    read.add(new String(frame, StandardCharsets.UTF_8));
                }
                return !read.isEmpty() && read.get(read.size() - 1).equals(last);
            });
        }

        String awaitAnswer() {
            Awaitility.await().until(cursor::isOver);
            return cursor.answer().read(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
