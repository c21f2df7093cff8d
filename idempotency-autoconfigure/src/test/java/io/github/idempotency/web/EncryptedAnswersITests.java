package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedApplication;
import io.github.idempotency.app.Ledger;
import io.github.idempotency.app.Reply;
import io.github.idempotency.key.KeyResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Redis gets of answers that are encrypted, in records and in messages, and what it can do with it. */
@SpringBootTest(
        classes = GuardedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "spring.config.import=classpath:encryption.yml",
            "IDEMPOTENCY_KEY_2026_A=AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=",
            "IDEMPOTENCY_KEY_2026_B=" + EncryptedAnswersITests.SECRET,
            "idempotency.on-in-progress=wait",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.configprops.show-values=always",
            "management.endpoint.env.show-values=always",
        })
class EncryptedAnswersITests {

    static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static final String SCOPE = "io.github.idempotency.app.ShopController.pay";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private Ledger ledger;

    @Autowired
    private KeyResolver keys;

    @Autowired
    private RedisConnectionFactory connections;

    private final String key = Caller.newKey();

    private byte[] redisKey(String of) {
        return ("idempotency:" + keys.scope(SCOPE, "").storeKey(of).reference()).getBytes(StandardCharsets.US_ASCII);
    }

    private String everything() {
        StringBuilder content = new StringBuilder();
        try (RedisConnection connection = connections.getConnection()) {
            Set<byte[]> all = connection.keyCommands().keys("idempotency:*".getBytes(StandardCharsets.US_ASCII));
            for (byte[] one : all) {
                content.append(new String(connection.stringCommands().get(one), StandardCharsets.ISO_8859_1));
            }
        }
        return content.toString();
    }

    @Test
    void neitherBodyNorHeadersCanBeReadAndTheyAreReplayed() {
        Reply first = caller.post("/shop/pay", key).hasStatus(200);
        assertThat(first.text()).contains("paid, run 1");
        caller.post("/shop/pay", key).isReplayOf(first);
        int entry = ledger.enter(key);
        assertThat(ledger.enter(key)).isEqualTo(entry);
        assertThat(everything()).contains("2026-b").doesNotContain("paid", "Content-Type", "text/plain");
    }

    @Test
    void neitherCanTheMessageToThoseWhoWait() {
        List<String> messages = new ArrayList<>();
        try (RedisConnection listening = connections.getConnection()) {
            listening.subscribe(
                    (message, pattern) -> messages.add(new String(message.getBody(), StandardCharsets.ISO_8859_1)),
                    "idempotency:endings".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Reply> running =
                    caller.post("/payments/blocked").key(key).start();
            gates.awaitEntered(key);
            CompletableFuture<Reply> waiting =
                    caller.post("/payments/blocked").key(key).start();
            await().until(() -> everything().length() > 0 && isAwaited());
            gates.open(key);
            waiting.join().isReplayOf(running.join());
            await().until(() -> messages.stream().anyMatch(message -> message.length() > 100));
            assertThat(messages).noneMatch(message -> message.contains("Content-Type"));
        }
    }

    private boolean isAwaited() {
        String reference = keys.scope("io.github.idempotency.app.PaymentController.blocked", "")
                .storeKey(key)
                .reference();
        try (RedisConnection connection = connections.getConnection()) {
            byte[] record =
                    connection.stringCommands().get(("idempotency:" + reference).getBytes(StandardCharsets.US_ASCII));
            return record != null && (record[3] & 4) != 0;
        }
    }

    @Test
    void anAnswerThatWasPutIntoAnotherRecordIsRefused() {
        String other = Caller.newKey();
        caller.post("/shop/pay", key).hasStatus(200);
        caller.post("/shop/pay", other).hasStatus(200);
        try (RedisConnection connection = connections.getConnection()) {
            byte[] stolen = connection.stringCommands().get(redisKey(other));
            connection.stringCommands().set(redisKey(key), stolen);
        }
        caller.post("/shop/pay", key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isOne();
    }

    @Test
    void keysAreNotShownWhateverActuatorShows() {
        for (String path : List.of(
                "configprops", "configprops/idempotency.encryption", "env", "env/idempotency.encryption.keys.2026-b")) {
            String text = caller.get("/actuator/" + path).send().hasStatus(200).text();
            assertThat(text).contains("******").doesNotContain(SECRET);
        }
    }
}
