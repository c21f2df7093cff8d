package io.github.idempotency.reactive;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyWebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be guarded in a reactive application stops the start, with words that say what to write instead. */
class ReactiveMistakesTests {

    @RestController
    static class Plain {

        @Idempotent
        @PostMapping
        String order() {
            return "order";
        }
    }

    @RestController
    static class Entity {

        @Idempotent
        @PostMapping
        ResponseEntity<Flux<String>> order() {
            return ResponseEntity.ok(Flux.empty());
        }
    }

    @RestController
    static class Transactional {

        @Idempotent(transactional = true)
        @PostMapping
        Mono<String> order() {
            return Mono.empty();
        }
    }

    @RestController
    static class Accepting {

        @Idempotent(onInProgress = InProgressPolicy.ACCEPT)
        @PostMapping
        Mono<String> order() {
            return Mono.empty();
        }
    }

    private static void assertRefused(Class<?> controller, String... words) {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class,
                        WebFluxAutoConfiguration.class,
                        IdempotencyStoreAutoConfiguration.class,
                        IdempotencyWebFluxAutoConfiguration.class,
                        IdempotencyAutoConfiguration.class))
                .withPropertyValues("idempotency.store=memory")
                .withBean(controller)
                .run(context ->
                        assertThat(context).getFailure().rootCause().message().contains(words));
    }

    @Test
    void aPlainValueIsThereBeforeAnybodySubscribes() {
        assertRefused(Plain.class, "returns java.lang.String", "return Mono<String>");
    }

    @Test
    void anEntityIsThereBeforeItsBody() {
        assertRefused(Entity.class, "ResponseEntity", "return Mono<ResponseEntity>");
    }

    @Test
    void aJoinedTransactionBelongsToOneThread() {
        assertRefused(Transactional.class, "transactional", "guard the service");
    }

    @Test
    void thereIsNoStatusResource() {
        assertRefused(Accepting.class, "ACCEPT", "REJECT, WAIT or ATTACH");
    }
}
