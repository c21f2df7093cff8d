package io.github.idempotency.actuate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Load balancers learn that guarded calls are refused. */
@OperatedTest
class IdempotencyHealthITests {

    @Autowired
    private Caller caller;

    @Autowired
    private EmbeddedRedis redis;

    private Reply health() {
        return caller.get("/actuator/health/idempotency").send();
    }

    @AfterEach
    void comeBack() {
        redis.node().start();
        await().until(() -> health().status() == 200);
    }

    @Test
    void theStoreIsUpWhileItCanBeAsked() {
        Reply up = health().hasStatus(200);
        assertThat(up.json().path("status").asString()).isEqualTo("UP");
        assertThat(up.json().path("details").path("store").asString()).isEqualTo("RedisIdempotencyStore");
    }

    @Test
    void whatTheServerWouldForgetIsSaid() {
        redis.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        try {
            assertThat(health().json().path("details").path("warning").asString())
                    .contains("noeviction");
        } finally {
            redis.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
        assertThat(health().json().path("details").path("appendOnly").asString())
                .isEqualTo("always");
        assertThat(health().json().path("details").has("warning")).isFalse();
    }

    @Test
    void theStoreIsDownWhileItCannotBeAsked() {
        redis.node().stop();
        Reply down = health().hasStatus(503);
        assertThat(down.json().path("status").asString()).isEqualTo("DOWN");
    }
}
