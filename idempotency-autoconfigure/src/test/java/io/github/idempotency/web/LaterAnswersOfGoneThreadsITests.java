package io.github.idempotency.web;

import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.app.LaterApplication;
import io.github.idempotency.app.Reply;

/** Each request on a thread of its own that is gone afterwards, as a virtual thread is. */
@SpringBootTest(
        classes = {LaterApplication.class, LaterAnswersOfGoneThreadsITests.ShortLived.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "idempotency.scopes.later-large.max-result-size=1KB",
            "idempotency.web.max-request-size=64KB",
            "spring.application.name=shop",
        })
class LaterAnswersOfGoneThreadsITests extends LaterAnswersCase {

    @TestConfiguration(proxyBeanMethods = false)
    static class ShortLived {

        @Bean
        TomcatProtocolHandlerCustomizer<?> threads() {
            return protocol -> protocol.setExecutor(task -> new Thread(task).start());
        }
    }

    @Test
    void theThreadOfTheRequestIsGoneWhileItsWorkGoesOn() {
        CompletableFuture<Reply> first = gated("future");
        Awaitility.await().until(() -> !work.servedBy(key).isAlive());
        gates.open(key);
        first.join().isFirst();
    }
}
