package io.github.idempotency.reactive;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyWebFluxAutoConfiguration;
import io.github.idempotency.key.KeyOwnerResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be guarded in a reactive application stops the start, with words that say what to write instead. */
class ReactiveMistakesTests {

    @RestController
    static class Called {

        @Idempotent
        @PostMapping
        Callable<String> order() {
            return () -> "order";
        }
    }

    @RestController
    static class Awaited {

        @Idempotent
        @PostMapping
        ResponseEntity<Future<String>> order() {
            return ResponseEntity.ok(new FutureTask<>(() -> "order"));
        }
    }

    @RestController
    static class Owned {

        @Idempotent
        @PostMapping
        String order() {
            return "order";
        }

        @Bean
        static ReactiveKeyOwnerResolver tenant() {
            return exchange -> Mono.just("tenant");
        }

        @Bean
        static KeyOwnerResolver other() {
            return () -> "other";
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
    void nobodyCallsACallable() {
        assertRefused(Called.class, "returns java.util.concurrent.Callable<java.lang.String>", "return a Mono");
    }

    @Test
    void nobodyWaitsForAFuture() {
        assertRefused(Awaited.class, "Future<java.lang.String>>", "return a Mono");
    }

    @Test
    void oneSaysWhoseKeysTheyAre() {
        assertRefused(Owned.class, "ReactiveKeyOwnerResolver", "KeyOwnerResolver bean");
    }

    @Test
    void aJoinedTransactionBelongsToOneThread() {
        assertRefused(Transactional.class, "transactional", "guard the service");
    }
}
