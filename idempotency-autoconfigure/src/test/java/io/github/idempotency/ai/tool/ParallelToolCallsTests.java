package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.resolution.StaticToolCallbackResolver;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static io.github.idempotency.ai.tool.ScriptedModel.asking;
import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The calls of one message on several threads at a time, on none of which anybody is known. With the owner that is known
 * there, the first test pays twice; with a tool that is given as it was found, the next two fail.
 */
class ParallelToolCallsTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final Bank bank = new Bank();

    private final ToolCallback hidden = FunctionToolCallback.builder(
                    "hidden", (Map<String, Object> input) -> bank.email("hidden"))
            .description("hidden")
            .inputType(Map.class)
            .build();

    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    private final AgentRuntime runtime = new AgentRuntime(store, Map.of());

    @AfterEach
    void endOfThePool() {
        pool.shutdownNow();
    }

    /** A retry that runs them one after the other, on its own thread, is given what they have given. */
    @Test
    void callsThatRunAtATimeAreThoseOfTheirCaller() {
        CyclicBarrier together = new CyclicBarrier(2);
        bank.beforeTransfer = () -> {
            try {
                together.await(10, TimeUnit.SECONDS);
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        };
        ScriptedModel model = asking(
                call("c1", "transfer_funds", "{\"to\": \"bob\", \"amount\": \"100\", \"reason\": \"rent\"}"),
                call("c2", "transfer_funds", "{\"to\": \"eve\", \"amount\": \"5\", \"reason\": \"tea\"}"));
        AgentRuntime parallel = sideBySide(runtime);
        String first = parallel.turn(model, bank, "s1");
        bank.beforeTransfer = () -> {};
        assertThat(parallel.turn(model, bank, "s1")).isEqualTo(first);
        assertThat(new AgentRuntime(store, Map.of()).turn(model, bank, "s1")).isEqualTo(first);
        assertThat(bank.effects).containsExactlyInAnyOrder("transfer bob 100", "transfer eve 5");
        runtime.owner = "bob";
        parallel.turn(model, bank, "s1");
        assertThat(bank.effects).as("another owner's").hasSize(4);
    }

    /** Nobody there says which call it is: that is counted, and nothing that cannot be taken back is done. */
    @Test
    void aToolThatIsLookedUpOnAnotherThreadDoesNotRunUnguardedUnseen() {
        ScriptedModel model = asking(call("c1", "hidden", "{}"));
        sideBySide(runtime).turn(model, bank, "s1");
        assertThat(runtime.events.events())
                .extracting(IdempotencyEvent::type, IdempotencyEvent::scope)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(IdempotencyEvent.Type.IGNORED, "tool.hidden"));
        assertThat(bank.effects).hasSize(1);
        AgentRuntime irreversible = sideBySide(new AgentRuntime(store, Map.of("tool.hidden", irreversible())));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> irreversible.turn(model, bank, "s1"))
                .satisfies(ex -> assertThat(ex.getCause())
                        .isInstanceOfSatisfying(
                                IdempotencyException.class,
                                refusal -> assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.KEY_MISSING)));
        assertThat(bank.effects).hasSize(1);
    }

    /** As the application itself may, within a guarded call: there its arguments and their count are the key. */
    @Test
    void aToolThatIsLookedUpWhereNoTurnRunsIsKnownWithinAGuardedCall() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> runtime.executor.execute(
                            IdempotentOperation.of(new KeyScope("shop", "assistant", "alice"), "k1"),
                            ResultCodec.UTF_8,
                            () -> {
                                ToolCallback tool = resolver(runtime).resolve("hidden");
                                assertThat(tool.call("{}")).isEqualTo("\"sent-1\"");
                                assertThat(tool.call("{}")).isEqualTo("\"sent-2\"");
                                throw new IllegalStateException("lost");
                            }))
                    .withMessage("lost");
        }
        assertThat(bank.effects).hasSize(2);
    }

    /** It is the call of the message, and nothing beside it. */
    @Test
    void aToolThatWasLookedUpAndThenHandedOnIsGuardedOnce() {
        List<ToolCallback> tools = List.of(resolver(runtime).resolve("hidden"));
        ScriptedModel model = asking(call("c1", "hidden", "{}"));
        runtime.turn(model, tools, "s1");
        assertThat(runtime.turn(model, tools, "s1")).isEqualTo("c1=\"sent-1\"");
        assertThat(bank.effects).hasSize(1);
        assertThat(runtime.events.count(IdempotencyEvent.Type.IGNORED)).isZero();
    }

    private AgentRuntime sideBySide(AgentRuntime agent) {
        agent.manager = agent.guarding(new SideBySide(pool, resolver(agent)));
        return agent;
    }

    private GuardedToolResolver resolver(AgentRuntime agent) {
        return new GuardedToolResolver(new StaticToolCallbackResolver(List.of(hidden)), () -> agent.tools);
    }

    private static IdempotentSettings irreversible() {
        return GuardedToolCallingTests.settings(null, Effect.IRREVERSIBLE, null);
    }
}
