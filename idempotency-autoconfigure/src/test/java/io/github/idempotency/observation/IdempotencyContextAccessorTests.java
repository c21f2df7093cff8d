package io.github.idempotency.observation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody has to register it: Micrometer, Spring and Reactor find it. */
class IdempotencyContextAccessorTests {

    private final IdempotentExecutor executor = new IdempotentExecutor(new InMemoryIdempotencyStore());

    private final Execution execution =
            (Execution) executor.begin(IdempotentOperation.of(new KeyScope("test", "carried", ""), "key"));

    @Test
    void itIsFoundAsAService() {
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .hasAtLeastOneElementOfType(IdempotencyContextAccessor.class);
    }

    @Test
    void aTaskDecoratorCarriesTheContextAndLeavesNoneBehind() {
        Executor decorated = task -> new Thread(new ContextPropagatingTaskDecorator().decorate(task)).start();
        IdempotencyContext found =
                execution.call(() -> CompletableFuture.supplyAsync(IdempotencyContext::current, decorated)
                        .join());
        assertThat(found).isSameAs(execution.context());
        assertThat(IdempotencyContext.find()).isEmpty();
    }

    @Test
    void aThreadThatHasAContextGetsItBack() {
        Runnable task = execution.call(() -> new ContextPropagatingTaskDecorator().decorate(() -> {}));
        Execution other =
                (Execution) executor.begin(IdempotentOperation.of(new KeyScope("test", "carried", ""), "other"));
        other.call(() -> {
            task.run();
            assertThat(IdempotencyContext.current()).isSameAs(other.context());
            return "";
        });
    }

    @Test
    void reactorCarriesTheContextWhereItPropagatesAutomatically() {
        Hooks.enableAutomaticContextPropagation();
        try {
            Mono<IdempotencyContext> work =
                    Mono.fromCallable(IdempotencyContext::current).subscribeOn(Schedulers.boundedElastic());
            assertThat(execution.call(() -> work.block())).isSameAs(execution.context());
            assertThat(work.contextWrite(context -> context.put(IdempotencyContext.class, execution.context()))
                            .block())
                    .isSameAs(execution.context());
        } finally {
            Hooks.disableAutomaticContextPropagation();
        }
    }
}
