package io.github.idempotency.benchmark.micro;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.idempotency.benchmark.scale.OrderBody;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.NearCopy;
import io.github.idempotency.execution.NearPlace;
import io.github.idempotency.execution.NearRecords;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

/** What the engine adds to an answer of 1 KiB, on a store in memory. */
@State(Scope.Benchmark)
public class EngineBenchmark {

    private static final KeyScope SCOPE = new KeyScope("shop", "orders.place", "alice");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final ResultCodec<byte[]> BYTES = new ResultCodec<>() {

        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            return bytes;
        }
    };

    private final byte[] answer = OrderBody.json(0);

    private final AtomicLong seconds = new AtomicLong();

    private final IdempotentExecutor ticking =
            new IdempotentExecutor(new InMemoryIdempotencyStore(new Ticking(seconds)));

    private final IdempotentExecutor stored = new IdempotentExecutor(new InMemoryIdempotencyStore());

    private final IdempotentExecutor near = new IdempotentExecutor(new RetoldStore(new InMemoryIdempotencyStore()))
            .near(new NearRecords(
                    Caffeine.newBuilder()
                            .maximumWeight(1_000_000)
                            .weigher((NearPlace place, NearCopy copy) -> 1_500)
                            .executor(Runnable::run)
                            .build()
                            .asMap(),
                    Duration.ofHours(1)));

    private final IdempotentOperation brief = IdempotentOperation.of(SCOPE, "brief")
            .with(IdempotencyPolicy.DEFAULT.withTtl(SECOND).withLease(SECOND));

    private final IdempotentOperation kept = IdempotentOperation.of(SCOPE, "kept");

    /** The second replay is the first that a copy is kept of. */
    @Setup
    public void complete() {
        stored.execute(kept, BYTES, () -> answer);
        for (int call = 0; call < 3; call++) {
            near.execute(kept, BYTES, () -> answer);
        }
    }

    /** Always the same key, whose last record has expired: the store does not grow. */
    @Benchmark
    public byte[] first() {
        seconds.addAndGet(3);
        return ticking.execute(brief, BYTES, () -> answer);
    }

    @Benchmark
    public byte[] replay() {
        return stored.execute(kept, BYTES, EngineBenchmark::refuse);
    }

    @Benchmark
    public byte[] replayFromCopy() {
        return near.execute(kept, BYTES, EngineBenchmark::refuse);
    }

    private static byte[] refuse() {
        throw new IllegalStateException("This was to be replayed");
    }

    /** Seconds that somebody else counts. */
    private static final class Ticking extends Clock {

        private final AtomicLong seconds;

        Ticking(AtomicLong seconds) {
            this.seconds = seconds;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.get());
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
