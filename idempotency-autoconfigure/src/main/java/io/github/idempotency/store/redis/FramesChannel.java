package io.github.idempotency.store.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.listener.Topic;

import io.github.idempotency.store.FollowableIdempotencyStore.Following;
import io.github.idempotency.store.FollowableIdempotencyStore.FrameSubscriber;
import io.github.idempotency.store.StoreKey;

/** A channel for each record that somebody follows: frames reach the nodes where it is followed, and no others. */
final class FramesChannel {

    private final RedisMessageListenerContainer container;

    private final RedisKeys keys;

    /** One change at a time: the container must not drop a channel while somebody else joins it. */
    private final Lock changing = new ReentrantLock();

    FramesChannel(RedisMessageListenerContainer container, RedisKeys keys) {
        this.container = container;
        this.keys = keys;
    }

    /** Returns once the server has confirmed the subscription. */
    Following follow(StoreKey key, FrameSubscriber subscriber) {
        Topic topic = new ChannelTopic(keys.framesChannel(key));
        // Another object each time, so that one subscriber may follow twice and leave once.
        MessageListener listener = new Listener(subscriber);
        changing.lock();
        try {
            container.addMessageListener(listener, topic);
            container.start();
        } catch (RuntimeException ex) {
            container.removeMessageListener(listener, topic);
            throw ex;
        } finally {
            changing.unlock();
        }
        return () -> leave(listener, topic);
    }

    private void leave(MessageListener listener, Topic topic) {
        changing.lock();
        try {
            container.removeMessageListener(listener, topic);
        } finally {
            changing.unlock();
        }
    }

    private static final class Listener implements MessageListener {

        private final FrameSubscriber subscriber;

        Listener(FrameSubscriber subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            ByteBuffer body = ByteBuffer.wrap(message.getBody());
            long token = body.getLong();
            int first = body.getInt();
            List<byte[]> frames = new ArrayList<>();
            while (body.hasRemaining()) {
                byte[] frame = new byte[body.getInt()];
                body.get(frame);
                frames.add(frame);
            }
            subscriber.appended(token, first, frames);
        }
    }
}
