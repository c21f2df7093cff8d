package io.github.idempotency.ai.tool;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

import org.junit.jupiter.api.Test;
import org.springframework.ai.model.tool.DefaultToolCallingManager;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static io.github.idempotency.ai.tool.ScriptedModel.asking;
import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two runs of one turn at a time. The control is the same without the guard, in {@link #withoutTheGuardBothRun()}: there
 * both effects happen, and the tests of this class fail if their manager is not the guarded one.
 */
class ConcurrentToolCallsTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final Bank bank = new Bank();

    private final ScriptedModel model =
            asking(call("c1", "transfer_funds", "{\"to\": \"bob\", \"amount\": \"100\", \"reason\": \"rent\"}"));

    @Test
    void aDuplicateOfARunningCallIsRefused() throws Exception {
        AgentRuntime runtime = new AgentRuntime(store, Map.of());
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        bank.beforeTransfer = () -> {
            // One that should not run at all ends, so that the test does.
            boolean first = running.getCount() > 0;
            running.countDown();
            if (first) {
                await(go);
            }
        };
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> runtime.turn(model, bank, "s1"));
        await(running);
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> runtime.turn(model, bank, "s1"))
                .extracting(IdempotencyException::problem)
                .isEqualTo(IdempotencyProblem.IN_PROGRESS);
        go.countDown();
        assertThat(answer.get()).isEqualTo("c1=\"transferred-1\"");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void aDuplicateThatWaitsGetsTheFirstResult() throws Exception {
        AgentRuntime runtime = new AgentRuntime(store, Map.of("tool.transfer_funds", waiting()));
        CyclicBarrier together = new CyclicBarrier(2);
        CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> together(together, runtime));
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> together(together, runtime));
        assertThat(one.get()).isEqualTo(other.get()).isEqualTo("c1=\"transferred-1\"");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void withoutTheGuardBothRun() throws Exception {
        AgentRuntime runtime = new AgentRuntime(store, Map.of());
        runtime.manager = DefaultToolCallingManager.builder().build();
        CyclicBarrier together = new CyclicBarrier(2);
        CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> together(together, runtime));
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> together(together, runtime));
        CompletableFuture.allOf(one, other).get();
        assertThat(bank.effects).hasSize(2);
    }

    private String together(CyclicBarrier barrier, AgentRuntime runtime) {
        try {
            barrier.await();
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
        return runtime.turn(model, bank, "s1");
    }

    private static IdempotentSettings waiting() {
        return new IdempotentSettings(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                InProgressPolicy.WAIT,
                Duration.ofMinutes(1),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
