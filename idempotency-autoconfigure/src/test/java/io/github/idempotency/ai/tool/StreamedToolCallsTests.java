package io.github.idempotency.ai.tool;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.tool.execution.ToolExecutionException;
import reactor.core.publisher.Flux;

import io.github.idempotency.ai.model.FinishReasonValidator;
import io.github.idempotency.ai.model.ModelStepAdvisor;
import io.github.idempotency.ai.model.ModelSteps;
import io.github.idempotency.ai.model.StepContextAdvisor;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static io.github.idempotency.ai.tool.ScriptedModel.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The tools of a streamed answer, which Spring AI calls on another thread than the guarded call's, and the rounds after
 * them. The control is {@link #whereNobodySaysInWhichCallItIsAToolRunsUnprotected()}.
 */
class StreamedToolCallsTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final Bank bank = new Bank();

    private final ScriptedModel model = new ScriptedModel(
            () -> message(
                    call("c1", "transfer_funds", "{\"to\": \"bob\", \"amount\": \"100\", \"reason\": \"rent\"}"),
                    call("c2", "lookup_order", "{\"id\": \"1\"}")),
            () -> message(call("c3", "send_email", "{\"to\": \"bob\"}")));

    private long unprotected;

    /** Its generations too, and what an unguarded tool has answered. */
    @Test
    void aTurnThatWasInterruptedRepeatsNothing() {
        assertThat(interruptedAndRunAgain(UnaryOperator.identity(), true))
                .isEqualTo("c1=\"transferred-1\" c2=\"order-2\" c3=\"sent-3\"");
        assertThat(bank.effects).containsExactly("transfer bob 100", "lookup 1", "email bob");
        assertThat(model.generations).as("two before the end, one after it").hasValue(3);
        assertThat(unprotected).isZero();
    }

    /** As those of a guarded method that returns the stream do. */
    @Test
    void aStreamThatCarriesItsGuardedCallNeedsNobodyWhoNotesIt() {
        interruptedAndRunAgain(
                stream -> {
                    IdempotencyContext within = IdempotencyContext.current();
                    return stream.contextWrite(context -> context.put(IdempotencyContext.class, within));
                },
                false);
        assertThat(bank.effects).containsExactly("transfer bob 100", "lookup 1", "email bob");
    }

    /** Without conversation. In one its key would be that and the id. */
    @Test
    void whereNobodySaysInWhichCallItIsAToolRunsUnprotected() {
        interruptedAndRunAgain(UnaryOperator.identity(), false);
        assertThat(bank.effects)
                .containsExactly("transfer bob 100", "lookup 1", "transfer bob 100", "lookup 1", "email bob");
        assertThat(unprotected).as("two transfers, two emails").isEqualTo(4);
    }

    private String interruptedAndRunAgain(UnaryOperator<Flux<String>> carried, boolean noted) {
        bank.beforeEmail = () -> {
            throw new AssertionError("killed");
        };
        assertThatExceptionOfType(ToolExecutionException.class)
                .isThrownBy(() -> streamed(carried, noted))
                .withCauseInstanceOf(AssertionError.class);
        bank.beforeEmail = () -> {};
        return streamed(carried, noted);
    }

    /** One run of the guarded call by a process of its own. */
    private String streamed(UnaryOperator<Flux<String>> carried, boolean noted) {
        AgentRuntime agent = new AgentRuntime(store, Map.of());
        if (noted) {
            agent.advisors.add(new StepContextAdvisor(agent.steps));
            agent.advisors.add(new ModelStepAdvisor(new ModelSteps(agent.steps, new FinishReasonValidator())));
        }
        try {
            return agent.within(
                    "k1",
                    () -> carried.apply(
                                    agent.request(model, bank, null).stream().content())
                            .collect(Collectors.joining())
                            .block());
        } finally {
            unprotected += agent.events.count(Type.IGNORED);
        }
    }
}
