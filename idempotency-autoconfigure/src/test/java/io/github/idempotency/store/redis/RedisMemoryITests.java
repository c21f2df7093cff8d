package io.github.idempotency.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a record takes of the server's memory, by the server's word. {@code -Dredis.memory.records=100000} gives the figures
 * of docs/operations.md.
 */
class RedisMemoryITests {

    private static final int RECORDS = Integer.getInteger("redis.memory.records", 16_384);

    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private static final Pattern VERSION = Pattern.compile("redis_version:(\\S+)");

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private IdempotentExecutor executor;

    @BeforeEach
    void begin() {
        executor = new IdempotentExecutor(new RedisIdempotencyStore(connections.factory(), "idempotency:"));
        redis.call("FLUSHALL");
    }

    /** What is documented: the answer, in the server's classes of size, and 200 bytes, or 300 beyond 16 KiB. */
    @ParameterizedTest
    @CsvSource({"0, 256", "256, 640", "1024, 1536", "4096, 5376", "16384, 20736"})
    void aCompletedRecordTakesItsAnswerAndALittleMore(int answer, int atMost) {
        int records = Math.min(RECORDS, 256 * 1024 * 1024 / Math.max(answer, 1));
        long each = eachOf(records, i -> begin(i).complete(new Result(Outcome.SUCCEEDED, new byte[answer])));
        report("completed, " + answer + " bytes", each, records);
        assertThat(each).isBetween((long) answer, (long) atMost);
    }

    @Test
    void aRecordInProgressIsSmall() {
        long each = eachOf(RECORDS, this::begin);
        report("in progress", each, RECORDS);
        assertThat(each).isBetween(48L, 256L);
    }

    private static void report(String what, long each, int records) {
        String version = found(VERSION, "server");
        System.out.println("Redis " + version + ", " + records + " records " + what + ": " + each + " bytes each");
    }

    private Execution begin(int number) {
        IdempotentOperation operation = IdempotentOperation.of(new KeyScope("shop", "orders", "alice"), "key " + number)
                .with(IdempotencyPolicy.DEFAULT)
                .with(Fingerprint.of("order " + number));
        return (Execution) executor.begin(operation);
    }

    private static long eachOf(int records, IntConsumer step) {
        long before = used();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                int number = i;
                done.add(threads.submit(() -> step.accept(number)));
            }
            for (Future<?> future : done) {
                future.get(120, TimeUnit.SECONDS);
            }
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        } finally {
            threads.shutdownNow();
        }
        assertThat(redis.call("DBSIZE")).asString().isEqualTo(String.valueOf(records));
        return (used() - before) / records;
    }

    private static long used() {
        return Long.parseLong(found(USED, "memory"));
    }

    private static String found(Pattern pattern, String section) {
        Matcher matcher = pattern.matcher(String.valueOf(redis.call("INFO", section)));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
