package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/**
 * Results that expire before their records, each in a key of its own, because the server deletes nothing less than a key
 * by itself. The name is {@code <prefix>{<record>}}: what is in braces decides the slot, so a record and its result are on
 * one node of a cluster and one script writes both. Where the prefix has a hash tag of its own, that one decides for both.
 */
final class ResultsApart {

    private static final byte[] NOTHING = {};

    private final RedisScript result = new RedisScript("result.lua", ReturnType.MULTI);

    private final RedisConnectionFactory connections;

    private final String keyPrefix;

    /** @throws IllegalArgumentException if the prefix does not let two keys be in one slot */
    ResultsApart(RedisConnectionFactory connections, String keyPrefix) {
        if (keyPrefix.matches(".*[{}].*") && !keyPrefix.matches("[^{]*\\{[^}]+}.*")) {
            throw new IllegalArgumentException(
                    "The key prefix '" + keyPrefix + "' has a brace that is no part of a hash tag such as {orders}");
        }
        this.connections = connections;
        this.keyPrefix = keyPrefix;
    }

    byte[] redisKey(StoreKey key) {
        return (keyPrefix + "{" + keyPrefix + key.reference() + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** The record, with its result if that is apart and still there: one round trip more for such a record. */
    IdempotencyRecord whole(StoreKey key, byte[] header, byte[] payload, Instant expiresAt) {
        if (!RecordFormat.isApart(header)) {
            return RecordFormat.decode(header, payload, expiresAt);
        }
        List<Object> reply = result.run(connections, redisKey(key), RecordFormat.token(header));
        long life = (Long) reply.get(2);
        return life < 0
                ? RecordFormat.decode(header, NOTHING, expiresAt)
                : RecordFormat.decode(
                        header,
                        (byte[]) reply.get(0),
                        expiresAt,
                        Instant.ofEpochMilli((Long) reply.get(1)).plusMillis(life));
    }
}
