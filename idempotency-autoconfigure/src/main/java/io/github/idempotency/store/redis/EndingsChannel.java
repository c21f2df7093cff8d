package io.github.idempotency.store.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

import io.github.idempotency.store.AwaitableIdempotencyStore.Subscriber;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/** The one channel of an application on which its nodes hear that awaited claims have ended. */
final class EndingsChannel {

    private static final int REFERENCE_LENGTH = 22;

    private static final int HEADER_START = REFERENCE_LENGTH + 2 * Long.BYTES;

    private final RedisMessageListenerContainer container;

    private final String name;

    private final byte[] bytes;

    EndingsChannel(RedisMessageListenerContainer container, RedisKeys keys) {
        this.container = container;
        this.name = keys.endingsChannel();
        this.bytes = name.getBytes(StandardCharsets.UTF_8);
    }

    /** Its name, not to be changed. */
    byte[] name() {
        return bytes;
    }

    /** Returns once the server has confirmed the subscription. */
    void subscribe(Subscriber subscriber) {
        container.addMessageListener(new Listener(subscriber), new ChannelTopic(name));
        container.start();
    }

    /** Equal for one subscriber, so that it is told once, however often it had to try. */
    private record Listener(Subscriber subscriber) implements MessageListener {

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            tell(subscriber, message.getBody());
        }
    }

    private static void tell(Subscriber subscriber, byte[] message) {
        String reference = new String(message, 0, REFERENCE_LENGTH, StandardCharsets.US_ASCII);
        subscriber.ended(StoreKey.ofReference(reference), record(message));
    }

    private static @Nullable IdempotencyRecord record(byte[] message) {
        if (message.length == REFERENCE_LENGTH) {
            return null;
        }
        ByteBuffer times = ByteBuffer.wrap(message, REFERENCE_LENGTH, 2 * Long.BYTES);
        Instant expiresAt = Instant.ofEpochMilli(times.getLong() + times.getLong());
        int payloadStart = HEADER_START + RecordFormat.HEADER_LENGTH;
        return RecordFormat.decode(
                Arrays.copyOfRange(message, HEADER_START, payloadStart),
                Arrays.copyOfRange(message, payloadStart, message.length),
                expiresAt);
    }
}
