package io.github.idempotency.store.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** What a store listens to, all on one connection, which it does not make again by itself when somebody has closed it. */
final class Channels implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Channels.class);

    private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

    private final EndingsChannel endings;

    private final FramesChannel frames;

    private volatile boolean running;

    private volatile boolean paused;

    Channels(RedisConnectionFactory connections, RedisKeys keys) {
        container.setConnectionFactory(connections);
        // Whoever is told only wakes others: that is done at once, on the connection's own thread.
        container.setTaskExecutor(Runnable::run);
        container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("idempotency-channels-"));
        container.afterPropertiesSet();
        this.endings = new EndingsChannel(container, keys);
        this.frames = new FramesChannel(container, keys);
    }

    void start() {
        running = true;
        if (paused) {
            paused = false;
            try {
                container.start();
            } catch (RuntimeException ex) {
                log.warn("Endings and frames are not listened for yet, but looked for", ex);
            }
        }
    }

    void stop() {
        running = false;
        paused = true;
        container.stop();
    }

    boolean isRunning() {
        return running;
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
