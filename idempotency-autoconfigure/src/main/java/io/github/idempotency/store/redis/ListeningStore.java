package io.github.idempotency.store.redis;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A store that is told on channels what other nodes have done, as long as the application runs. */
abstract class ListeningStore implements SmartLifecycle, AutoCloseable {

    final RedisKeys keys;

    final Channels channels;

    ListeningStore(RedisConnectionFactory connections, RedisKeys keys) {
        this.keys = keys;
        this.channels = new Channels(connections, keys);
    }

    /** Listens again after {@link #stop}, as its connections are made again. */
    @Override
    public void start() {
        channels.start();
    }

    /** Listens no more: before the connections are closed that it listens on. */
    @Override
    public void stop() {
        channels.stop();
    }

    @Override
    public boolean isRunning() {
        return channels.isRunning();
    }

    /** Just within the connection factory's, which is 0. */
    @Override
    public int getPhase() {
        return 1;
    }

    /** Leaves the channels; the connection factory stays the application's. */
    @Override
    public void close() throws Exception {
        channels.close();
    }
}
