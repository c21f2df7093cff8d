package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.StoreKey;

/** The frames of a record: a list beside it that begins with the token of the claim they belong to. */
final class FrameList {

    private final RedisScript append = new RedisScript("append.lua", ReturnType.INTEGER);

    private final RedisScript frames = new RedisScript("frames.lua", ReturnType.MULTI);

    private final RedisConnectionFactory connections;

    private final RedisKeys keys;

    FrameList(RedisConnectionFactory connections, RedisKeys keys) {
        this.connections = connections;
        this.keys = keys;
    }

    /** One round trip, however many frames there are. */
    boolean append(StoreKey key, long token, int first, List<byte[]> appended) {
        byte[][] arguments = new byte[5 + appended.size()][];
        arguments[0] = keys.record(key);
        arguments[1] = keys.frames(key);
        arguments[2] = RecordFormat.token(token);
        arguments[3] = RedisScript.decimal(first);
        arguments[4] = keys.framesChannel(key).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < appended.size(); i++) {
            arguments[5 + i] = appended.get(i);
        }
        return append.<Long>run(2, connections, arguments) == 1;
    }

    Reply page(StoreKey key, int from, int limit) {
        return new Reply(frames.run(
                2,
                connections,
                keys.record(key),
                keys.frames(key),
                RedisScript.decimal(from),
                RedisScript.decimal(limit)));
    }
}
