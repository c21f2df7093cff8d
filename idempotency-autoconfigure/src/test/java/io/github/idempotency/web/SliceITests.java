package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

import io.github.idempotency.Idempotent;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code @WebMvcTest} of a guarded controller: the guard is there, and all it needs is a store. */
@WebMvcTest(SliceITests.OrderController.class)
@Import(SliceITests.OrderController.class)
class SliceITests {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        InMemoryIdempotencyStore store() {
            return new InMemoryIdempotencyStore();
        }
    }

    @RestController
    static class OrderController {

        private int orders;

        @Idempotent
        @PostMapping("/orders")
        String order() {
            return "order " + ++orders;
        }

        @Idempotent
        @PostMapping("/later")
        CompletableFuture<String> later() {
            return CompletableFuture.supplyAsync(() -> "later " + System.nanoTime());
        }
    }

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private RouterFunctionMapping routes;

    /** Spring MVC would make a request object for each request to ask them. Broken on purpose, by always adding them. */
    @Test
    void thereAreNoRoutesWhereNoCallIsAccepted() {
        assertThat(routes.getRouterFunction()).isNull();
    }

    @Test
    void aSliceIsGuarded() {
        assertThat(mvc.post().uri("/orders").header("Idempotency-Key", "1"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("order 1");
        assertThat(mvc.post().uri("/orders").header("Idempotency-Key", "1"))
                .hasStatusOk()
                .hasHeader("Idempotent-Replayed", "true")
                .bodyText()
                .isEqualTo("order 1");
        assertThat(mvc.post().uri("/orders")).hasStatus(400).hasContentType("application/problem+json");
    }

    @Test
    void aHandlerThatAnswersLaterIsGuardedInASlice() {
        MvcTestResult first =
                mvc.post().uri("/later").header("Idempotency-Key", "later").exchange();
        assertThat(first).hasStatusOk().doesNotContainHeader("Idempotent-Replayed");
        assertThat(mvc.post().uri("/later").header("Idempotency-Key", "later"))
                .hasStatusOk()
                .hasHeader("Idempotent-Replayed", "true")
                .bodyText()
                .startsWith("later ")
                .isEqualTo(content(first));
    }

    private static String content(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }
}
