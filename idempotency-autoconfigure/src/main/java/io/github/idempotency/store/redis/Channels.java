package io.github.idempotency.store.redis;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** What a store listens to, all on one connection. */
final class Channels implements AutoCloseable {

    private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

    private final EndingsChannel endings;

    private final FramesChannel frames;

    Channels(RedisConnectionFactory connections, RedisKeys keys) {
        container.setConnectionFactory(connections);
        // Whoever is told only wakes others: that is done at once, on the connection's own thread.
        container.setTaskExecutor(Runnable::run);
        container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("idempotency-channels-"));
        container.afterPropertiesSet();
        this.endings = new EndingsChannel(container, keys);
        this.frames = new FramesChannel(container, keys);
    }

    EndingsChannel endings() {
        return endings;
    }

    FramesChannel frames() {
        return frames;
    }

    @Override
    public void close() throws Exception {
        container.destroy();
    }
}
