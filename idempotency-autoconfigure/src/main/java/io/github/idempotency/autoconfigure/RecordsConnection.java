package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * How records reach Redis: over a connection of their own to the application's server, so that a time-out that suits them
 * does not end the application's blocking commands. No bean of the factory's type, because the application has one.
 */
final class RecordsConnection implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RecordsConnection.class);

    private static final boolean LETTUCE =
            ClassUtils.isPresent("io.lettuce.core.RedisClient", RecordsConnection.class.getClassLoader());

    private final RedisConnectionFactory application;

    private final @Nullable LettuceConnectionFactory own;

    private RecordsConnection(RedisConnectionFactory application, @Nullable LettuceConnectionFactory own) {
        this.application = application;
        this.own = own;
    }

    /** On a connection of the records' own, unless there is no way to make one like the application's. */
    static RecordsConnection of(RedisConnectionFactory application, Duration timeout, boolean flushedTogether) {
        LettuceConnectionFactory own = LETTUCE && application instanceof LettuceConnectionFactory lettuce
                ? RecordsConnectionFactory.like(lettuce, timeout, flushedTogether)
                : null;
        if (own == null) {
            log.info(
                    "Idempotency records use the application's connection to Redis, a {}, and its time-out:"
                            + " idempotency.redis.timeout is not applied",
                    application.getClass().getName());
        }
        return new RecordsConnection(application, own);
    }

    /** On the application's connection, with its time-outs. */
    static RecordsConnection shared(RedisConnectionFactory application) {
        return new RecordsConnection(application, null);
    }

    RedisConnectionFactory factory() {
        return own == null ? application : own;
    }

    @Override
    public void start() {
        if (own != null) {
            own.start();
        }
    }

    @Override
    public void stop() {
        if (own != null) {
            own.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return own != null && own.isRunning();
    }

    /** With the application's connection: after everything that uses it. */
    @Override
    public int getPhase() {
        return own == null ? DEFAULT_PHASE : own.getPhase();
    }

    @Override
    public void close() {
        if (own != null) {
            own.destroy();
        }
    }
}
