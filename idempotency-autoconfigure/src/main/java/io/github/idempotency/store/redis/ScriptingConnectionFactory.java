package io.github.idempotency.store.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/**
 * A factory that runs a script itself, on the connection that all share, and makes no object for the connection of each.
 * Thread-safe.
 */
public interface ScriptingConnectionFactory extends RedisConnectionFactory {

    /**
     * What a script replies that the server knows by its hash; null if it replies nothing.
     *
     * @param keys how many of the first arguments are keys
     * @throws DataAccessException as the command of a connection of this factory would
     */
    <T> @Nullable T evalSha(String sha1, ReturnType returnType, int keys, byte[]... keysAndArguments);
}
