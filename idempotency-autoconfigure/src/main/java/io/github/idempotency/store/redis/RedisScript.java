package io.github.idempotency.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.UnreadableRecordException;

/** One Lua script of the class path, called by its hash and sent whole only to a server that does not know it yet. */
final class RedisScript {

    private static final String UNKNOWN_SCRIPT = "NOSCRIPT";

    /** What our scripts say of a string that is no record, and Redis of a value that is no string. */
    private static final Set<String> UNREADABLE = Set.of("UNREADABLE", "WRONGTYPE");

    private final byte[] source;

    private final String sha1;

    private final ReturnType returnType;

    RedisScript(String name, ReturnType returnType) {
        this.source = load(name);
        this.sha1 = sha1(source);
        this.returnType = returnType;
    }

    /** Runs the script on one key. */
    <T> T run(RedisConnectionFactory connections, byte[]... keyAndArguments) {
        return run(1, connections, keyAndArguments);
    }

    /** Runs the script on so many keys of one slot. */
    <T> T run(int keys, RedisConnectionFactory connections, byte[]... keysAndArguments) {
        try {
            return reply(evalSha(keys, connections, keysAndArguments));
        } catch (NonTransientDataAccessException ex) {
            if (UNREADABLE.stream().anyMatch(word -> says(ex, word))) {
                throw new UnreadableRecordException(
                        "The value is no idempotency record of stored format " + RecordFormat.VERSION, ex);
            }
            throw ex;
        }
    }

    private <T> @Nullable T evalSha(int keys, RedisConnectionFactory connections, byte[]... keysAndArguments) {
        try {
            if (connections instanceof ScriptingConnectionFactory scripting) {
                return scripting.evalSha(sha1, returnType, keys, keysAndArguments);
            }
            try (RedisConnection connection = connections.getConnection()) {
                return connection.scriptingCommands().evalSha(sha1, returnType, keys, keysAndArguments);
            }
        } catch (NonTransientDataAccessException ex) {
            if (!says(ex, UNKNOWN_SCRIPT)) {
                throw ex;
            }
            try (RedisConnection connection = connections.getConnection()) {
                return connection.scriptingCommands().eval(source, returnType, keys, keysAndArguments);
            }
        }
    }

    private static <T> T reply(@Nullable T reply) {
        if (reply == null) {
            throw new IllegalStateException(
                    "Redis answered a script with nothing: is the connection in a transaction?");
        }
        return reply;
    }

    private static boolean says(Throwable failure, String word) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] load(String name) {
        try (InputStream resource = RedisScript.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("The script " + name + " is missing from the class path");
            }
            return resource.readAllBytes();
        } catch (IOException ex) {
            throw new IllegalStateException("The script " + name + " cannot be read", ex);
        }
    }

    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-1", ex);
        }
    }

    /** An argument as Redis takes numbers. */
    static byte[] decimal(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
}
