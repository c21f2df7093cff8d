package io.github.idempotency.execution;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

class IdempotencyContextTests {

    private final Engine engine = new Engine();

    @Test
    void theRunningCodeKnowsItsExecution() {
        engine.executor.execute(operation(), ResultCodec.UTF_8, () -> {
            IdempotencyContext context = IdempotencyContext.current();
            assertThat(context.key()).isEqualTo("key");
            assertThat(context.scope()).isEqualTo("orders");
            assertThat(context.storeKey()).isEqualTo(operation().storeKey());
            assertThat(context.attempt()).isEqualTo(1);
            assertThat(context.fencingToken())
                    .isEqualTo(engine.record(operation()).token());
            assertThat(context.leaseLost()).isFalse();
            return "";
        });
    }

    @Test
    void outsideAnyExecutionThereIsNone() {
        engine.call(operation());
        assertThat(IdempotencyContext.find()).isEmpty();
        assertThatIllegalStateException().isThrownBy(IdempotencyContext::current);
    }

    @Test
    void anInnerCallGivesTheOuterContextBackHoweverItEnds() {
        engine.executor.execute(operation("outer"), ResultCodec.UTF_8, () -> {
            IdempotencyContext outer = IdempotencyContext.current();
            engine.executor.execute(operation("inner"), ResultCodec.UTF_8, () -> {
                assertThat(IdempotencyContext.current().key()).isEqualTo("inner");
                return "";
            });
            assertThat(IdempotencyContext.current()).isSameAs(outer);
            assertThatThrownBy(() -> engine.executor.execute(operation("failing"), ResultCodec.UTF_8, () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .hasMessage("failed");
            assertThat(IdempotencyContext.current()).isSameAs(outer);
            return "";
        });
        assertThat(IdempotencyContext.find()).isEmpty();
    }

    @Test
    void aReplayLeavesTheOuterContextAlone() {
        engine.call(operation("inner"));
        engine.executor.execute(operation("outer"), ResultCodec.UTF_8, () -> {
            engine.call(operation("inner"));
            assertThat(IdempotencyContext.current().key()).isEqualTo("outer");
            return "";
        });
    }

    @Test
    void theContextStaysOnItsThreadAndMayBeHandedToAnother() {
        engine.executor.execute(operation(), ResultCodec.UTF_8, () -> {
            IdempotencyContext context = IdempotencyContext.current();
            var elsewhere =
                    CompletableFuture.supplyAsync(IdempotencyContext::find).join();
            assertThat(elsewhere).isEmpty();
            assertThat(CompletableFuture.supplyAsync(() -> context.childKey("step"))
                            .join())
                    .isEqualTo(context.childKey("step"));
            return "";
        });
    }

    @Test
    void aWrappedTaskHasTheContextOnAnyThreadAndGivesItsOwnBack() {
        IdempotencyContext context = engine.begin(operation()).context();
        Runnable task = context.wrap(() -> {
            assertThat(IdempotencyContext.current()).isSameAs(context);
        });
        Callable<IdempotencyContext> called = context.wrap(() -> IdempotencyContext.current());
        CompletableFuture.runAsync(() -> {
                    task.run();
                    assertThat(IdempotencyContext.find()).isEmpty();
                })
                .join();
        engine.executor.execute(operation("other"), ResultCodec.UTF_8, () -> {
            IdempotencyContext outer = IdempotencyContext.current();
            task.run();
            assertThat(assertDoesNotThrow(called::call)).isSameAs(context);
            assertThat(IdempotencyContext.current()).isSameAs(outer);
            return "";
        });
    }

    @Test
    void aWrappedTaskThrowsWhatItThrows() {
        IdempotencyContext context = engine.begin(operation()).context();
        IOException failure = new IOException("failed");
        assertThatThrownBy(() -> context.wrap(() -> {
                            throw failure;
                        })
                        .call())
                .isSameAs(failure);
        assertThat(IdempotencyContext.find()).isEmpty();
    }

    /** Neither the attempt nor the token is in it: a downstream system would take the second attempt for new work. */
    @Test
    void aChildKeyIsTheSameInEveryAttempt() {
        Execution first = engine.begin(operation());
        first.release();
        Execution second = engine.begin(operation());
        assertThat(second.context().attempt()).isEqualTo(2);
        assertThat(second.context().fencingToken())
                .isGreaterThan(first.context().fencingToken());
        assertThat(second.context().childKey("charge"))
                .isEqualTo(first.context().childKey("charge"))
                .matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void theStepsOfANameHaveTheSameKeysInEveryAttempt() {
        Execution first = engine.begin(operation());
        String one = first.context().nextChildKey("model");
        String two = first.context().nextChildKey("model");
        String other = first.context().nextChildKey("tool");
        assertThat(Set.of(
                        one,
                        two,
                        other,
                        first.context().childKey("model"),
                        first.context().childKey("model/1")))
                .hasSize(5);
        first.release();
        Execution second = engine.begin(operation());
        assertThat(second.context().nextChildKey("tool")).isEqualTo(other);
        assertThat(second.context().nextChildKey("model")).isEqualTo(one).matches("[A-Za-z0-9_-]{22}");
        assertThat(second.context().nextChildKey("model")).isEqualTo(two);
    }

    @Test
    void aChildKeyDiffersByNameKeyScopeOwnerAndNamespace() {
        Set<String> keys = new HashSet<>();
        keys.add(childKey(new KeyScope("app", "orders", "alice"), "key", "charge"));
        keys.add(childKey(new KeyScope("app", "orders", "alice"), "key", "email"));
        keys.add(childKey(new KeyScope("app", "orders", "alice"), "other", "charge"));
        keys.add(childKey(new KeyScope("app", "refunds", "alice"), "key", "charge"));
        keys.add(childKey(new KeyScope("app", "orders", "bob"), "key", "charge"));
        keys.add(childKey(new KeyScope("other", "orders", "alice"), "key", "charge"));
        assertThat(keys).hasSize(6);
    }

    private String childKey(KeyScope scope, String key, String name) {
        Execution execution = engine.begin(IdempotentOperation.of(scope, key));
        execution.release();
        return execution.context().childKey(name);
    }
}
