package io.github.idempotency.starter;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stranger's project, {@code src/it/first-steps}: no parent of ours, the starter, one annotation, a Redis, no further
 * bean. Maven has built it from the artefacts as they would be published.
 */
class OutsideProjectITests {

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @TempDir
    static Path directory;

    static OrdersProcess orders;

    @BeforeAll
    static void start() throws Exception {
        orders = OrdersProcess.start(redis.port(), directory.resolve("log"));
    }

    @AfterAll
    static void stop() {
        if (orders != null) {
            orders.close();
        }
    }

    @Test
    void aRetryGetsTheFirstAnswer() throws Exception {
        HttpResponse<String> first = orders.order("retried", "tea");
        HttpResponse<String> retry = orders.order("retried", "tea");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).containsPattern("\"number\":\\d+").contains("tea");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void anotherKeyIsAnotherOrder() throws Exception {
        assertThat(orders.order("one", "tea").body())
                .isNotEqualTo(orders.order("two", "tea").body());
    }

    @Test
    void aUsedKeyWithAnotherOrderIsRefused() throws Exception {
        orders.order("reused", "tea");
        assertThat(orders.order("reused", "coffee").statusCode()).isEqualTo(422);
    }

    @Test
    void anOrderWithoutAKeyIsRefused() throws Exception {
        HttpResponse<String> refused = orders.order(null, "tea");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.body()).contains("idempotency_key_required");
    }

    @Test
    void theScopeInTheYamlBeatsTheAnnotation() throws Exception {
        redis.call("FLUSHALL");
        orders.order("kept", "tea");
        List<?> keys = (List<?>) redis.call("KEYS", "idempotency:*");
        assertThat(keys).hasSize(1);
        Object millis = redis.call("PTTL", String.valueOf(keys.get(0)));
        assertThat(Duration.ofMillis((Long) millis)).isBetween(Duration.ofHours(47), Duration.ofHours(48));
    }
}
