package io.github.idempotency.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.ErasingStoreContract;

/** The whole contract on Redis 6.2. */
class StandaloneRedisStoreITests extends RedisStoreCase implements ErasingStoreContract {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    StandaloneRedisStoreITests() {
        super(redis, connections);
    }

    /** In a snapshot, to which the server writes what it has, expired or not; random bytes it does not compress. */
    @Override
    public boolean holds(byte[] bytes) {
        redis.call("SAVE");
        List<?> directory = (List<?>) redis.call("CONFIG", "GET", "dir");
        List<?> file = (List<?>) redis.call("CONFIG", "GET", "dbfilename");
        try {
            byte[] snapshot =
                    Files.readAllBytes(Path.of(String.valueOf(directory.get(1)), String.valueOf(file.get(1))));
            return new String(snapshot, StandardCharsets.ISO_8859_1)
                    .contains(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
