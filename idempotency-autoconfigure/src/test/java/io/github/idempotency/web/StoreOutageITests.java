package io.github.idempotency.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Redis goes away and comes back, with what it had promised to keep. */
@OperatedTest
class StoreOutageITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private EmbeddedRedis redis;

    private final String key = Caller.newKey();

    /** Before each test too: the first connection of a busy machine may take longer than the time-out. */
    @BeforeEach
    @AfterEach
    void comeBack() {
        redis.node().start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/values/record", Caller.newKey()).status() == 200);
    }

    @Test
    void nothingRunsWhileTheStoreCannotBeAsked() {
        redis.node().stop();
        Reply refused = caller.post("/values/record", key);
        refused.isProblem(503, "store-unavailable", "idempotency_store_unavailable");
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(refused.text()).doesNotContain("edis");
        assertThat(effects.of(key)).isZero();
        caller.post("/payments/optional").send().hasStatus(200);
        caller.post("/unguarded/empty").send().hasStatus(200);
        redis.node().start();
        await().untilAsserted(() -> caller.post("/values/record", key).hasStatus(200));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aStoredAnswerSurvivesACrashOfTheServer() {
        Reply first = caller.post("/values/record", key);
        redis.node().kill();
        redis.node().start();
        await().untilAsserted(() -> caller.post("/values/record", key).isReplayOf(first));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void anAnswerThatCannotBeStoredIsGivenAndStoredLater() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        redis.node().stop();
        gates.open(key);
        Reply first = running.join().hasStatus(200).isFirst();
        caller.post("/payments/blocked", key).isProblem(409, "in-progress", "idempotency_in_flight");
        redis.node().start();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Reply retry = caller.post("/payments/blocked", key);
            assertThat(retry.status()).as(retry::toString).isIn(200, 409, 503);
            return retry.status() == 200 && retry.header("Idempotent-Replayed").isPresent();
        });
        caller.post("/payments/blocked", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
