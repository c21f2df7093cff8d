package io.github.idempotency.reactive;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveApplication;
import io.github.idempotency.app.ReactiveStream;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** Two application contexts on one Redis are two nodes: what one of them sends is seen from the other one. */
@ReactiveTest
class ReactiveStreamsOnRedisITests extends ReactiveStreamsCase {

    private static ConfigurableApplicationContext otherNode;

    @BeforeEach
    void start(@Autowired EmbeddedRedis redis) {
        if (otherNode == null) {
            otherNode = new SpringApplicationBuilder(ReactiveApplication.class)
                    .properties(
                            "server.port=0",
                            "server.address=127.0.0.1",
                            "spring.main.web-application-type=reactive",
                            "spring.application.name=shop",
                            "idempotency.anonymous=shared",
                            "spring.data.redis.host=" + redis.host(),
                            "spring.data.redis.port=" + redis.port())
                    .run();
        }
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        otherNode = null;
    }

    @Override
    int otherPort() {
        return otherNode.getBean(Caller.class).port();
    }

    /** The other one's handler would wait for a feed of its own. */
    @Test
    void theOtherNodeRunsNothing() {
        try (ReactiveStream first = stream("events")) {
            feeds.send(key, "one");
            first.until("data:one");
            try (ReactiveStream second = again("events")) {
                second.until("data:one");
            }
            feeds.end(key);
            first.body();
        }
        assertThat(otherNode.getBean(Effects.class).of(key)).isZero();
    }
}
