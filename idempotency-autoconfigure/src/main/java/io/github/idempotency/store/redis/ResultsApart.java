package io.github.idempotency.store.redis;

import java.time.Instant;
import java.util.List;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/**
 * Results that expire before their records, each in a key of its own, because the server deletes nothing less than a key
 * by itself. It is in the slot of its record, so one script writes both.
 */
final class ResultsApart {

    private final RedisScript result = new RedisScript("result.lua", ReturnType.MULTI);

    private final RedisConnectionFactory connections;

    private final RedisKeys keys;

    ResultsApart(RedisConnectionFactory connections, RedisKeys keys) {
        this.connections = connections;
        this.keys = keys;
    }

    /** The record, with its result if that is apart and still there: one round trip more for such a record. */
    IdempotencyRecord whole(StoreKey key, Reply reply) {
        byte[] header = reply.header();
        Instant expiresAt = reply.expiresAt();
        if (!RecordFormat.isApart(header)) {
            return RecordFormat.decode(header, reply.payload(), expiresAt);
        }
        List<Object> found = result.run(connections, keys.result(key), RecordFormat.token(header));
        long life = (Long) found.get(2);
        return life < 0
                ? RecordFormat.decode(header, reply.payload(), expiresAt)
                : RecordFormat.decode(
                        header,
                        reply.payload(),
                        expiresAt,
                        (byte[]) found.get(0),
                        Instant.ofEpochMilli((Long) found.get(1)).plusMillis(life));
    }
}
