package io.github.idempotency.store.redis;

import java.util.function.Supplier;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

/** The connection factory that an application would have for the servers of a test class. */
public final class RedisConnections implements BeforeAllCallback, AfterAllCallback {

    private final Supplier<LettuceConnectionFactory> connector;

    private LettuceConnectionFactory factory;

    private RedisConnections(Supplier<LettuceConnectionFactory> connector) {
        this.connector = connector;
    }

    public static RedisConnections standalone(EmbeddedRedis redis) {
        return new RedisConnections(() -> new LettuceConnectionFactory(redis.host(), redis.port()));
    }

    public static RedisConnections sentinel(EmbeddedRedis redis) {
        return new RedisConnections(() -> {
            RedisSentinelConfiguration sentinels = new RedisSentinelConfiguration().master(EmbeddedRedis.MASTER_NAME);
            redis.sentinels().forEach(node -> sentinels.sentinel(node.host(), node.port()));
            return new LettuceConnectionFactory(sentinels);
        });
    }

    public static RedisConnections cluster(EmbeddedRedis redis) {
        return new RedisConnections(() -> new LettuceConnectionFactory(new RedisClusterConfiguration(
                redis.nodes().stream().map(RedisNode::address).toList())));
    }

    public LettuceConnectionFactory factory() {
        return factory;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        factory = connector.get();
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
