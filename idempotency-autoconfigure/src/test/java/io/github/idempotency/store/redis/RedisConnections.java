package io.github.idempotency.store.redis;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

/** The connection factory that an application would have for the servers of a test class. */
public final class RedisConnections implements BeforeAllCallback, AfterAllCallback {

    private final EmbeddedRedis redis;

    private final boolean cluster;

    private LettuceConnectionFactory factory;

    private RedisConnections(EmbeddedRedis redis, boolean cluster) {
        this.redis = redis;
        this.cluster = cluster;
    }

    public static RedisConnections standalone(EmbeddedRedis redis) {
        return new RedisConnections(redis, false);
    }

    public static RedisConnections cluster(EmbeddedRedis redis) {
        return new RedisConnections(redis, true);
    }

    public LettuceConnectionFactory factory() {
        return factory;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        RedisConfiguration configuration = cluster
                ? new RedisClusterConfiguration(
                        redis.nodes().stream().map(RedisNode::address).toList())
                : new RedisStandaloneConfiguration(redis.host(), redis.port());
        factory = cluster
                ? new LettuceConnectionFactory((RedisClusterConfiguration) configuration)
                : new LettuceConnectionFactory((RedisStandaloneConfiguration) configuration);
        factory.afterPropertiesSet();
        factory.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (factory != null) {
            factory.destroy();
        }
    }
}
