package io.github.idempotency.reactive;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;
import io.github.idempotency.store.InMemoryIdempotencyStore;

/** {@code @WebFluxTest} of a guarded controller: the guard is there, and all it needs is a store. */
@WebFluxTest(controllers = ReactiveSliceITests.OrderController.class, properties = "idempotency.anonymous=shared")
@Import(ReactiveSliceITests.OrderController.class)
class ReactiveSliceITests {

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
        Mono<String> order() {
            return Mono.fromSupplier(() -> "order " + ++orders);
        }
    }

    @Autowired
    private WebTestClient client;

    @Test
    void aSliceIsGuarded() {
        order("1").expectHeader().doesNotExist("Idempotent-Replayed");
        order("1").expectHeader().valueEquals("Idempotent-Replayed", "true");
        client.post().uri("/orders").exchange().expectStatus().isBadRequest();
    }

    private WebTestClient.ResponseSpec order(String key) {
        WebTestClient.ResponseSpec answer =
                client.post().uri("/orders").header("Idempotency-Key", key).exchange();
        answer.expectStatus().isOk().expectBody(String.class).isEqualTo("order 1");
        return answer;
    }
}
