package io.github.idempotency.store.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * Copies in Redis, one key and one round trip each. A copy ends a second before its record or its result, by the clock of Redis: the
 * clocks of the two servers may differ by that much. Its keys are no other store's, so that nothing is taken for a copy
 * that was not read back from the truth. Thread-safe.
 */
public final class RedisResultFront implements ResultFront {

    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(1);

    /** Longer than a command may take that somebody sent before an eviction. */
    private static final Duration EVICTION = Duration.ofMinutes(1);

    private static final byte[] NOTHING = {};

    private static final byte[] COUNT = RedisScript.decimal(1);

    private static final byte[] LOOK = RedisScript.decimal(0);

    private final RedisScript replay = new RedisScript("front-replay.lua", ReturnType.MULTI);

    private final RedisScript put = new RedisScript("front-put.lua", ReturnType.INTEGER);

    private final RedisScript evict = new RedisScript("front-evict.lua", ReturnType.INTEGER);

    private final RedisConnectionFactory connections;

    private final String keyPrefix;

    private final byte[] longestLife;

    /**
     * @param keyPrefix what every key begins with, for example {@code idempotency:result:}
     * @param longestLife how long a copy is kept at most
     */
    public RedisResultFront(RedisConnectionFactory connections, String keyPrefix, Duration longestLife) {
        this.connections = connections;
        this.keyPrefix = keyPrefix;
        this.longestLife = RedisScript.decimal(longestLife.toMillis());
    }

    @Override
    public Optional<IdempotencyRecord> replay(StoreKey key, Fingerprint fingerprint) {
        return copy(replay.run(connections, redisKey(key), fingerprint.toBytes(), COUNT));
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return copy(replay.run(connections, redisKey(key), NOTHING, LOOK));
    }

    @Override
    public void put(StoreKey key, IdempotencyRecord completed) {
        byte[] record = RecordFormat.encode(completed);
        byte[] value = ByteBuffer.allocate(Long.BYTES + record.length)
                .putLong(completed.expiresAt().toEpochMilli())
                .put(record)
                .array();
        byte[] difference = RedisScript.decimal(CLOCK_DIFFERENCE.toMillis());
        Instant resultUntil = completed.resultUntil();
        byte[] resultEnds = resultUntil == null ? NOTHING : RedisScript.decimal(resultUntil.toEpochMilli());
        put.<Long>run(connections, redisKey(key), value, longestLife, difference, resultEnds);
    }

    @Override
    public void evict(StoreKey key) {
        evict.<Long>run(connections, redisKey(key), RedisScript.decimal(EVICTION.toMillis()));
    }

    private static Optional<IdempotencyRecord> copy(List<byte[]> reply) {
        byte[] head = reply.get(0);
        if (head.length == 0) {
            return Optional.empty();
        }
        Instant expiresAt = Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong());
        byte[] header = Arrays.copyOfRange(head, Long.BYTES, head.length);
        IdempotencyRecord copy = RecordFormat.decode(header, reply.get(1), expiresAt);
        if (copy.state() != RecordState.COMPLETED) {
            throw new UnreadableRecordException("The value is no copy of a completed record");
        }
        return Optional.of(copy);
    }

    private byte[] redisKey(StoreKey key) {
        return (keyPrefix + key.reference()).getBytes(StandardCharsets.UTF_8);
    }
}
