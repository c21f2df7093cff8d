package io.github.idempotency.benchmark.micro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.Effect;
import io.github.idempotency.benchmark.scale.OrderBody;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.web.StoredResponse;

/** Between values and answers of 1 KiB and the bytes of their record. */
@State(Scope.Benchmark)
public class CodecBenchmark {

    private static final int HEADER = 48;

    // Nobody but the store's own package reads records; as constants they cost what a call costs.
    private static final MethodHandle ENCODE =
            record("encode", MethodType.methodType(byte[].class, IdempotencyRecord.class));

    private static final MethodHandle DECODE =
            record("decode", MethodType.methodType(IdempotencyRecord.class, byte[].class, byte[].class, Instant.class));

    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

    private final byte[] json = OrderBody.json(0);

    private final byte[] response = OrderBody.answer(0);

    private final ResultCodec<Object> codec = new ResultCodecs(JsonMapper.shared()).forType(Order.class);

    private final Object order = codec.decode(json);

    private final List<String> headers = List.of("Content-Type", "application/json");

    private final IdempotencyRecord completed = new IdempotencyRecord(
            RecordState.COMPLETED,
            null,
            1,
            1,
            Effect.REPEATABLE,
            Fingerprint.of("request"),
            NOW,
            null,
            NOW,
            NOW.plus(Duration.ofDays(1)),
            new Result(Outcome.SUCCEEDED, response),
            null,
            0);

    private final byte[] record = bytes(completed);

    private final byte[] header = Arrays.copyOf(record, HEADER);

    private final byte[] payload = Arrays.copyOfRange(record, HEADER, record.length);

    private static MethodHandle record(String method, MethodType type) {
        try {
            Class<?> format = Class.forName(RedisIdempotencyStore.class.getPackageName() + ".RecordFormat");
            return MethodHandles.privateLookupIn(format, MethodHandles.lookup()).findStatic(format, method, type);
        } catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] bytes(IdempotencyRecord completed) {
        try {
            return (byte[]) ENCODE.invokeExact(completed);
        } catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Benchmark
    public byte[] valueToJson() {
        return codec.encode(order);
    }

    @Benchmark
    public @Nullable Object jsonToValue() {
        return codec.decode(json);
    }

    @Benchmark
    public byte[] answerToBytes() {
        return StoredResponse.whole(200, headers, json.length, buffer -> buffer.put(json));
    }

    @Benchmark
    public ByteBuffer bytesToAnswer() {
        return StoredResponse.of(response).body();
    }

    @Benchmark
    public byte[] recordToBytes() throws Throwable {
        return (byte[]) ENCODE.invokeExact(completed);
    }

    @Benchmark
    public IdempotencyRecord bytesToRecord() throws Throwable {
        return (IdempotencyRecord) DECODE.invokeExact(header, payload, NOW);
    }

    record Order(String id, String customer, String currency, List<Map<String, Object>> items, String note) {}
}
