package io.github.idempotency.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis accepts commands and does not answer them. Seen to fail, with a client that gave up waiting, where the records'
 * connection had a command time-out of a minute.
 */
@OperatedTest
class HungRedisITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private EmbeddedRedis redis;

    @AfterEach
    void answerAgain() {
        redis.call("CLIENT", "UNPAUSE");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/values/record", Caller.newKey()).status() == 200);
    }

    @Test
    void everyCallIsRefusedInTime() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/values/record", Caller.newKey()).status() == 200);
        redis.call("CLIENT", "PAUSE", "600000", "WRITE");
        List<String> keys = Stream.generate(Caller::newKey).limit(8).toList();
        List<CompletableFuture<Reply>> calls = keys.stream()
                .map(key -> caller.post("/values/record").key(key).start())
                .toList();
        calls.forEach(call -> call.join().isProblem(503, "store-unavailable", "idempotency_store_unavailable"));
        assertThat(keys).allSatisfy(key -> assertThat(effects.of(key)).isZero());
        caller.post("/unguarded/empty").send().hasStatus(200);
    }
}
