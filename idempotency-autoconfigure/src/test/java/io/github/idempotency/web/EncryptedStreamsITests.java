package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Feed;
import io.github.idempotency.app.Stream;
import io.github.idempotency.app.StreamsApplication;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Redis gets of streams that are encrypted, in their frames and in messages, and that they are given again all the
 * same. Broken on purpose, by frames that are not sealed: the text is found in both.
 */
@SpringBootTest(
        classes = StreamsApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "spring.config.import=classpath:encryption.yml",
            EncryptedStreamsITests.KEY_A,
            EncryptedStreamsITests.KEY_B,
        })
class EncryptedStreamsITests {

    static final String KEY_A = "IDEMPOTENCY_KEY_2026_A=AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=";

    static final String KEY_B = "IDEMPOTENCY_KEY_2026_B=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Autowired
    private Caller caller;

    @Autowired
    private Feed feed;

    @Autowired
    private RedisConnectionFactory connections;

    private final String key = Caller.newKey();

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.host", redis::host);
        registry.add("spring.data.redis.port", redis::port);
    }

    @Test
    void noFrameCanBeReadAndAllAreReplayedAttachedToAndGoneOnWith() {
        List<String> messages = new CopyOnWriteArrayList<>();
        try (RedisConnection listening = connections.getConnection()) {
            listening.pSubscribe(
                    (message, pattern) -> messages.add(text(message.getBody())),
                    "idempotency:frames:*".getBytes(StandardCharsets.US_ASCII));
            String first;
            List<String> ids;
            try (Stream stream = caller.stream("/streams/sse", key)) {
                feed.send(key, "secret one");
                stream.awaitBody("secret one");
                try (Stream attached = caller.stream("/streams/sse", key)) {
                    attached.awaitBody("secret one");
                    feed.send(key, "secret two", "secret three");
                    feed.end(key);
                    first = stream.join();
                    ids = stream.ids();
                    assertThat(attached.join()).isEqualTo(first);
                }
            }
            assertThat(first).contains("secret one", "secret two", "secret three");
            assertThat(caller.stream("/streams/sse", key).join()).isEqualTo(first);
            String rest = caller.stream("/streams/sse", key, "Last-Event-ID: " + ids.get(0))
                    .join();
            assertThat(rest).contains("secret two", "secret three").doesNotContain("secret one");
            assertThat(first).endsWith(rest);
            assertThat(feed.producers(key)).isOne();
            Awaitility.await().until(() -> !messages.isEmpty());
        }
        assertThat(messages).noneMatch(message -> message.contains("secret") || message.contains("event-stream"));
        assertThat(everything()).contains("2026-b").doesNotContain("secret").doesNotContain("event-stream");
    }

    @Test
    void whatAnEarlierKeyHasSealedIsStillRead() {
        String first;
        try (ConfigurableApplicationContext earlier = new SpringApplicationBuilder(StreamsApplication.class)
                .run(
                        "--server.port=0",
                        "--idempotency.anonymous=shared",
                        "--spring.config.import=classpath:encryption.yml",
                        "--idempotency.encryption.key=2026-a",
                        "--" + KEY_A,
                        "--" + KEY_B,
                        "--spring.data.redis.host=" + redis.host(),
                        "--spring.data.redis.port=" + redis.port())) {
            Feed made = earlier.getBean(Feed.class);
            made.send(key, "secret one", "secret two");
            made.end(key);
            first = earlier.getBean(Caller.class).stream("/streams/sse", key).join();
        }
        assertThat(everything()).contains("2026-a");
        assertThat(first).contains("secret one", "secret two");
        assertThat(caller.stream("/streams/sse", key).join()).isEqualTo(first);
        assertThat(feed.producers(key)).isZero();
    }

    /** All values that there are, as whoever can read Redis sees them. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        try (RedisConnection connection = connections.getConnection()) {
            for (byte[] name : connection.keyCommands().keys("*".getBytes(StandardCharsets.US_ASCII))) {
                DataType type = connection.keyCommands().type(name);
                if (type == DataType.LIST) {
                    connection.listCommands().lRange(name, 0, -1).forEach(frame -> all.append(text(frame)));
                } else if (type == DataType.HASH) {
                    connection
                            .hashCommands()
                            .hGetAll(name)
                            .forEach((field, sum) -> all.append(text(field)).append(text(sum)));
                } else {
                    all.append(text(connection.stringCommands().get(name)));
                }
            }
        }
        return all.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
