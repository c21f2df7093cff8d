package io.github.idempotency.ai.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallLimitBehavior;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.metadata.ToolMetadata;
import org.springframework.ai.tool.resolution.StaticToolCallbackResolver;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.ai.model.FinishReasonValidator;
import io.github.idempotency.ai.model.ModelStepAdvisor;
import io.github.idempotency.ai.model.ModelSteps;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;

import static io.github.idempotency.ai.tool.ScriptedModel.asking;
import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static io.github.idempotency.ai.tool.ScriptedModel.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What an agent's tools do when its turn is run again. Broken on purpose to see these fail: where calls of tools are not recorded,
 * a turn that goes on where it was interrupted repeats its effects, and so does one that is run again.
 */
class GuardedToolCallingTests {

    private static final String TRANSFER = "{\"to\": \"bob\", \"amount\": \"100\", \"reason\": \"rent\"}";

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final Bank bank = new Bank();

    private final AgentRuntime runtime = new AgentRuntime(store, Map.of());

    /** As if the process had been started again: nothing but the store is left. */
    private AgentRuntime restarted() {
        return new AgentRuntime(store, Map.of());
    }

    private static AssistantMessage.ToolCall transfer(String id) {
        return call(id, "transfer_funds", TRANSFER);
    }

    @Test
    void aTurnThatIsRunAgainRepeatsNoEffect() {
        ScriptedModel model = new ScriptedModel(
                () -> message(transfer("c1")), () -> message(call("c2", "send_email", "{\"to\": \"bob\"}")));
        String first = runtime.turn(model, bank, "s1");
        assertThat(restarted().turn(model, bank, "s1"))
                .isEqualTo(first)
                .isEqualTo("c1=\"transferred-1\" c2=\"sent-2\"");
        assertThat(bank.effects).containsExactly("transfer bob 100", "email bob");
    }

    /** An error ends the turn as the end of the process does: nothing after it is run. */
    @Test
    void aTurnGoesOnWhereItWasInterrupted() {
        ScriptedModel model = new ScriptedModel(
                () -> message(transfer("c1")), () -> message(call("c2", "send_email", "{\"to\": \"bob\"}")));
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        killed(() -> runtime.turn(model, bank, "s1"));
        bank.beforeEmail = () -> {};
        assertThat(restarted().turn(model, bank, "s1")).isEqualTo("c1=\"transferred-1\" c2=\"sent-2\"");
        assertThat(bank.effects).containsExactly("transfer bob 100", "email bob");
    }

    @Test
    void theSurroundingGuardedCallIsTheSessionWhereNoneIsNamed() {
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        ScriptedModel model = new ScriptedModel(
                () -> message(transfer("c1")), () -> message(call("c2", "send_email", "{\"to\": \"bob\"}")));
        killed(() -> runtime.turnWithin("k1", model, bank));
        bank.beforeEmail = () -> {};
        restarted().turnWithin("k1", model, bank);
        restarted().turnWithin("k2", model, bank);
        assertThat(bank.effects).containsExactly("transfer bob 100", "email bob", "transfer bob 100", "email bob");
    }

    /**
     * What the model was told is told to it again: of a tool that failed, which could succeed by now, and of one that is
     * not guarded, which could say something else. For all that, it is recorded as no success.
     */
    @Test
    void aTurnOfAGuardedCallThatHasEndedIsNotRunAgain() {
        ScriptedModel model = failingThenKilled();
        killed(() -> runtime.turnWithin("k1", model, bank));
        assertThat(outcomes(runtime)).containsExactly(Outcome.REJECTED);
        bank.beforeTransfer = () -> {};
        bank.beforeEmail = () -> {};
        AgentRuntime successor = restarted();
        assertThat(successor.turnWithin("k1", killing(() -> {}), bank))
                .isEqualTo("c1=the bank is closed c2=\"order-1\" c3=\"sent-2\" c4=\"sent-3\"");
        assertThat(bank.effects).containsExactly("lookup 1", "email bob", "email eve");
        assertThat(outcomes(successor)).as("of the second turn").containsExactly(Outcome.SUCCEEDED);
    }

    /** Also where nothing is stored of the tool itself. */
    @Test
    void aTurnInWhichAReadOnlyToolFailedIsNoSuccess() {
        bank.beforeEmail = () -> {
            throw new IllegalStateException("no clock");
        };
        ToolCallback clock = tool("clock", new ReadOnlyToolMetadata(false));
        assertThat(runtime.turnWithin("k1", asking(call("c1", "clock", "{}")), List.of(clock)))
                .isEqualTo("c1=no clock");
        assertThat(outcomes(runtime)).containsExactly(Outcome.REJECTED);
    }

    /** Of the turns that were run, in order. */
    private static List<Outcome> outcomes(AgentRuntime agent) {
        return agent.events.events().stream()
                .filter(event -> event.type() == IdempotencyEvent.Type.COMPLETED && event.layer() == Layer.STEP)
                .map(event -> event.stored().outcome())
                .toList();
    }

    /** The next generation is a step that is asked what it was asked, although the tool would answer otherwise by now. */
    @Test
    void aGenerationAfterAToolThatAnswersOtherwiseIsFoundAgain() {
        ScriptedModel model = new ScriptedModel(
                () -> message(call("c1", "lookup_order", "{\"id\": \"1\"}")),
                () -> message(call("c2", "send_email", "{\"to\": \"bob\"}")));
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        killed(() -> withModelSteps(runtime).turnWithin("k1", model, bank));
        bank.beforeEmail = () -> {};
        assertThat(withModelSteps(restarted()).turnWithin("k1", model, bank)).isEqualTo("c1=\"order-1\" c2=\"sent-2\"");
        assertThat(model.generations).as("two before the end, one after it").hasValue(3);
    }

    private static AgentRuntime withModelSteps(AgentRuntime agent) {
        agent.advisors.add(new ModelStepAdvisor(new ModelSteps(agent.steps, new FinishReasonValidator())));
        return agent;
    }

    /** A turn of which the end was not stored: what is guarded in it is replayed, the others run. */
    @Test
    void aTurnOfAGuardedCallThatHasNotEndedIsRunAgain() {
        AssistantMessage.ToolCall lookup = call("c1", "lookup_order", "{\"id\": \"1\"}");
        ScriptedModel model = asking(lookup, transfer("c2"), call("c3", "send_email", "{\"to\": \"bob\"}"));
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        killed(() -> runtime.turnWithin("k1", model, bank));
        bank.beforeEmail = () -> {};
        assertThat(restarted().turnWithin("k1", model, bank))
                .isEqualTo("c1=\"order-3\" c2=\"transferred-2\" c3=\"sent-4\"");
        assertThat(bank.effects).containsExactly("lookup 1", "transfer bob 100", "lookup 1", "email bob");
    }

    /** More than is kept of an answer: the guarded call goes on after it all the same, and no effect happens again. */
    @Test
    void aTurnThatIsTooLargeToBeKeptIsRunAgainAndRepeatsNoEffect() {
        IdempotentOperation small = operation(IdempotencyPolicy.DEFAULT.withMaxResultSize(64));
        ScriptedModel model = new ScriptedModel(
                () -> message(transfer("c1")), () -> message(call("c2", "send_email", "{\"to\": \"bob\"}")));
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        killed(() -> runtime.executor.execute(small, ResultCodec.UTF_8, () -> runtime.turn(model, bank, null)));
        bank.beforeEmail = () -> {};
        AgentRuntime next = restarted();
        assertThat(next.executor.execute(small, ResultCodec.UTF_8, () -> next.turn(model, bank, null)))
                .isEqualTo("c1=\"transferred-1\" c2=\"sent-2\"");
        assertThat(bank.effects).containsExactly("transfer bob 100", "email bob");
    }

    private static IdempotentOperation operation(IdempotencyPolicy policy) {
        return IdempotentOperation.of(new KeyScope("shop", "assistant", "alice"), "k1")
                .with(policy);
    }

    /** The model was asked again and words its call otherwise, under the same id: the call is known, whatever its turn is. */
    @Test
    void otherArgumentsUnderTheSameIdAreRefusedInAnotherTurnOfAGuardedCall() {
        AssistantMessage.ToolCall more = call("c1", "transfer_funds", TRANSFER.replace("100", "1000"));
        ScriptedModel model = new ScriptedModel(() -> message(transfer("c1")), () -> message(more));
        refused(IdempotencyProblem.KEY_REUSED, () -> runtime.turnWithin("k1", model, bank));
        assertThat(bank.effects).hasSize(1);
    }

    /** Calls of turns that are not run again count, or the next one would be taken for theirs. */
    @Test
    void callsWithoutIdsAreCountedOverTurnsThatAreNotRunAgain() {
        ScriptedModel model = new ScriptedModel(
                () -> message(transfer("")), () -> message(transfer(""), call("", "send_email", "{\"to\": \"bob\"}")));
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        killed(() -> runtime.turnWithin("k1", model, bank));
        bank.beforeEmail = () -> {};
        restarted().turnWithin("k1", model, bank);
        assertThat(bank.effects).containsExactly("transfer bob 100", "transfer bob 100", "email bob");
    }

    /** As of an application that catches the failure of a turn and makes it once more. Counted anew, both would be paid again. */
    @Test
    void callsWithoutIdsOfATurnThatFailedAreTheSameWhenItIsMadeAgain() {
        ScriptedModel model = asking(transfer(""), transfer(""), call("", "send_email", "{\"to\": \"bob\"}"));
        bank.beforeEmail = () -> {
            throw new InternalError("killed");
        };
        runtime.executor.execute(operation(IdempotencyPolicy.DEFAULT), ResultCodec.UTF_8, () -> {
            killed(() -> runtime.turn(model, bank, null));
            bank.beforeEmail = () -> {};
            return runtime.turn(model, bank, null) + runtime.turn(asking(transfer("")), bank, null);
        });
        assertThat(bank.effects)
                .containsExactly("transfer bob 100", "transfer bob 100", "email bob", "transfer bob 100");
    }

    /** The bank is closed, the next call of the message succeeds, and the one of the next message does not come back. */
    private ScriptedModel failingThenKilled() {
        bank.beforeTransfer = () -> {
            throw new IllegalStateException("the bank is closed");
        };
        return killing(() -> bank.beforeEmail = () -> {
            throw new InternalError("killed");
        });
    }

    private static ScriptedModel killing(Runnable beforeTheSecond) {
        return new ScriptedModel(
                () -> message(
                        transfer("c1"),
                        call("c2", "lookup_order", "{\"id\": \"1\"}"),
                        call("c3", "send_email", "{\"to\": \"bob\"}")),
                () -> {
                    beforeTheSecond.run();
                    return message(call("c4", "send_email", "{\"to\": \"eve\"}"));
                });
    }

    @Test
    void theSameIdInAnotherSessionRuns() {
        runtime.turn(asking(transfer("c1")), bank, "s1");
        runtime.turn(asking(transfer("c1")), bank, "s2");
        assertThat(bank.effects).hasSize(2);
    }

    @Test
    void theSameIdOfAnotherOwnerRuns() {
        runtime.turn(asking(transfer("c1")), bank, "s1");
        runtime.owner = "bob";
        runtime.turn(asking(transfer("c1")), bank, "s1");
        assertThat(bank.effects).hasSize(2);
    }

    @Test
    void theSameIdOfAnotherToolRuns() {
        runtime.turn(asking(call("c1", "send_email", "{\"to\": \"bob\"}")), bank, "s1");
        runtime.turn(asking(transfer("c1")), bank, "s1");
        assertThat(bank.effects).hasSize(2);
    }

    /** No part of a session and an id is taken for the other. */
    @Test
    void sessionsAndIdsAreNotMixedUp() {
        runtime.turn(asking(transfer("c/1")), bank, "s");
        runtime.turn(asking(transfer("1")), bank, "s/c");
        assertThat(bank.effects).hasSize(2);
    }

    @Test
    void otherArgumentsUnderTheSameIdAreRefused() {
        runtime.turn(asking(transfer("c1")), bank, "s1");
        ScriptedModel other = asking(call("c1", "transfer_funds", TRANSFER.replace("100", "1000")));
        refused(IdempotencyProblem.KEY_REUSED, () -> runtime.turn(other, bank, "s1"));
        assertThat(other.generations).as("the model is not asked for more").hasValue(1);
        assertThat(runtime.turn(asking(transfer("c1")), bank, "s1"))
                .as("the record is as it was")
                .isEqualTo("c1=\"transferred-1\"");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void argumentsAreComparedAsJson() {
        runtime.turn(asking(transfer("c1")), bank, "s1");
        runtime.turn(
                asking(call("c1", "transfer_funds", "{\"reason\":\"rent\",\"amount\":\"100\",\"to\":\"bob\"}")),
                bank,
                "s1");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void aRefusedCallLosesNothingOfTheOthersOfItsMessage() {
        runtime.turn(asking(transfer("c2")), bank, "s1");
        AssistantMessage.ToolCall email = call("c1", "send_email", "{\"to\": \"bob\"}");
        AssistantMessage.ToolCall wrong = call("c2", "transfer_funds", TRANSFER.replace("bob", "eve"));
        refused(IdempotencyProblem.KEY_REUSED, () -> runtime.turn(asking(email, wrong), bank, "s1"));
        assertThat(runtime.turn(asking(email, transfer("c2")), bank, "s1"))
                .isEqualTo("c1=\"sent-2\" c2=\"transferred-1\"");
    }

    @Test
    void aFailureThatBecomesTextForTheModelIsNotStored() {
        bank.beforeTransfer = () -> {
            throw new IllegalStateException("the bank is closed");
        };
        assertThat(runtime.turn(asking(transfer("c1")), bank, "s1")).isEqualTo("c1=the bank is closed");
        bank.beforeTransfer = () -> {};
        assertThat(runtime.turn(asking(transfer("c1")), bank, "s1")).isEqualTo("c1=\"transferred-1\"");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void anIrreversibleToolThatFailedIsNotRunAgain() {
        AgentRuntime irreversible = irreversible();
        bank.beforeTransfer = () -> {
            throw new IllegalStateException("connection reset");
        };
        assertThat(irreversible.turn(asking(transfer("c1")), bank, "s1")).isEqualTo("c1=connection reset");
        bank.beforeTransfer = () -> {};
        refused(IdempotencyProblem.OUTCOME_UNKNOWN, () -> irreversible.turn(asking(transfer("c1")), bank, "s1"));
        assertThat(bank.effects).isEmpty();
    }

    /** The framework wraps what a tool throws; what precedes the effect is the tool's own exception. */
    @Test
    void anExceptionThatPrecedesTheEffectReleasesAnIrreversibleTool() {
        AgentRuntime irreversible = irreversible();
        bank.beforeTransfer = () -> {
            throw new IllegalArgumentException("no such account");
        };
        irreversible.turn(asking(transfer("c1")), bank, "s1");
        bank.beforeTransfer = () -> {};
        irreversible.turn(asking(transfer("c1")), bank, "s1");
        assertThat(bank.effects).hasSize(1);
    }

    private AgentRuntime irreversible() {
        return new AgentRuntime(
                store,
                Map.of(
                        "tool.transfer_funds",
                        settings(null, Effect.IRREVERSIBLE, Set.of(IllegalArgumentException.class))));
    }

    static IdempotentSettings settings(Boolean required, Effect effect, Set<Class<? extends Throwable>> releaseOn) {
        return new IdempotentSettings(
                null,
                null,
                Duration.ofHours(1),
                null,
                null,
                required,
                null,
                null,
                effect,
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
                releaseOn,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void callsWithoutIdsAreToldApartByArgumentsAndOccurrence() {
        Runnable kill = () -> {
            throw new InternalError("killed");
        };
        ScriptedModel model = new ScriptedModel(
                () -> message(transfer(""), transfer("")),
                () -> message(call("", "transfer_funds", TRANSFER.replace("bob", "eve")), transfer(" ")),
                () -> message(call("", "send_email", "{\"to\": \"bob\"}")));
        bank.beforeEmail = kill;
        killed(() -> runtime.turnWithin("k1", model, bank));
        bank.beforeEmail = () -> {};
        restarted().turnWithin("k1", model, bank);
        assertThat(bank.effects)
                .containsExactly(
                        "transfer bob 100", "transfer bob 100", "transfer eve 100", "transfer bob 100", "email bob");
    }

    /** A second wish and a retry of the first look the same, and only a guarded call knows which it is. */
    @Test
    void aCallWithoutIdOutsideOfAGuardedCallIsRefused() {
        refused(IdempotencyProblem.KEY_MISSING, () -> strict().turn(asking(transfer("")), bank, "s1"));
        assertThat(bank.effects).isEmpty();
    }

    @Test
    void aCallWithoutSessionIsRefused() {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> strict().turn(asking(transfer("c1")), bank, null))
                .withMessageContaining("transfer_funds")
                .withMessageContaining("idempotency.ai.tools.required")
                .extracting(IdempotencyException::problem)
                .isEqualTo(IdempotencyProblem.KEY_MISSING);
        assertThat(bank.effects).isEmpty();
    }

    private AgentRuntime strict() {
        return new AgentRuntime(store, Map.of(), settings(true, null, null));
    }

    @Test
    void aCallOfAnIrreversibleToolThatCannotBeToldFromOthersIsRefused() {
        refused(IdempotencyProblem.KEY_MISSING, () -> irreversible().turn(asking(transfer("c1")), bank, null));
        assertThat(bank.effects).isEmpty();
    }

    @Test
    void aCallWithoutSessionRunsUnprotectedWhereThatIsAllowed() {
        runsUnprotected(new AgentRuntime(store, Map.of(), settings(false, null, null)));
    }

    /** Nobody has guarded that agent. */
    @Test
    void aCallWithoutSessionRunsUnprotectedUnlessMoreIsSaid() {
        runsUnprotected(runtime);
    }

    private void runsUnprotected(AgentRuntime lenient) {
        lenient.turn(asking(transfer("c1")), bank, null);
        lenient.turn(asking(transfer("c1")), bank, null);
        assertThat(bank.effects).hasSize(2);
        assertThat(lenient.events.events())
                .extracting(IdempotencyEvent::type, IdempotencyEvent::scope, IdempotencyEvent::layer)
                .contains(org.assertj.core.groups.Tuple.tuple(
                        IdempotencyEvent.Type.IGNORED, "tool.transfer_funds", Layer.TOOL));
    }

    @Test
    void readOnlyToolsAreNotGuarded() {
        AssistantMessage.ToolCall lookup = call("c1", "lookup_order", "{\"id\": \"1\"}");
        runtime.turn(asking(lookup), bank, "s1");
        runtime.turn(asking(lookup), bank, null);
        assertThat(bank.effects).containsExactly("lookup 1", "lookup 1");
        assertThat(runtime.events.events()).isEmpty();
    }

    @Test
    void aToolWhoseMetadataSaysThatItIsReadOnlyIsNotGuarded() {
        bank.effects.clear();
        ToolCallback clock = tool("clock", new ReadOnlyToolMetadata(false));
        runtime.turn(asking(call("c1", "clock", "{\"to\": \"x\"}")), List.of(clock), "s1");
        runtime.turn(asking(call("c1", "clock", "{\"to\": \"x\"}")), List.of(clock), "s1");
        assertThat(bank.effects).hasSize(2);
    }

    private ToolCallback tool(String name, ToolMetadata metadata) {
        return FunctionToolCallback.builder(name, (Map<String, Object> input) -> bank.email(name))
                .description(name)
                .inputType(Map.class)
                .toolMetadata(metadata)
                .build();
    }

    @Test
    void severalCallsOfAMessageKeepTheirOrder() {
        AssistantMessage.ToolCall email = call("c2", "send_email", "{\"to\": \"bob\"}");
        AssistantMessage.ToolCall lookup = call("c3", "lookup_order", "{\"id\": \"1\"}");
        runtime.turn(asking(email), bank, "s1");
        assertThat(runtime.turn(asking(transfer("c1"), email, lookup, transfer("c4"), transfer("c1")), bank, "s1"))
                .isEqualTo(
                        "c1=\"transferred-2\" c2=\"sent-1\" c3=\"order-3\" c4=\"transferred-4\" c1=\"transferred-2\"");
    }

    @Test
    void limitsAreTheManagersAlsoForReplays() {
        runtime.manager = runtime.guarding(DefaultToolCallingManager.builder()
                .maxCallsPerTool("transfer_funds", 1)
                .onLimitExceeded(ToolCallLimitBehavior.RETURN_ERROR_RESPONSE)
                .build());
        ScriptedModel model = asking(transfer("c1"), transfer("c2"), call("c3", "send_email", "{\"to\": \"bob\"}"));
        String first = runtime.turn(model, bank, "s1");
        assertThat(first)
                .contains("c1=\"transferred-1\"")
                .contains("c3=\"sent-2\"")
                .doesNotContain("c2=\"");
        assertThat(runtime.turn(model, bank, "s1")).isEqualTo(first);
        assertThat(bank.effects).containsExactly("transfer bob 100", "email bob");
    }

    @Test
    void aResultThatIsReturnedDirectlyIsSoWhenReplayed() {
        ToolCallback direct =
                tool("direct", ToolMetadata.builder().returnDirect(true).build());
        ScriptedModel model = asking(call("c1", "direct", "{\"to\": \"x\"}"));
        String first = runtime.turn(model, List.of(direct), "s1");
        assertThat(runtime.turn(model, List.of(direct), "s1")).isEqualTo(first).isEqualTo("\"sent-1\"");
        assertThat(model.generations).as("nobody asks the model about it").hasValue(2);
    }

    /** What a stream of a model gives may lack arguments; the tool is called with an empty object. */
    @Test
    void noArgumentsAreAnEmptyObject() {
        ToolCallback ping = tool("ping", ToolMetadata.builder().build());
        runtime.turn(asking(call("c1", "ping", "")), List.of(ping), "s1");
        runtime.turn(asking(call("c1", "ping", "{}")), List.of(ping), "s1");
        assertThat(bank.effects).hasSize(1);
    }

    /** A manager may be told to look tools up that are not part of the request. */
    @Test
    void aToolThatIsLookedUpByItsNameIsGuardedToo() {
        ToolCallback hidden = tool("hidden", ToolMetadata.builder().build());
        runtime.manager = runtime.guarding(DefaultToolCallingManager.builder()
                .toolCallbackResolver(
                        new GuardedToolResolver(new StaticToolCallbackResolver(List.of(hidden)), () -> runtime.tools))
                .resolutionFallbackEnabled(true)
                .build());
        ScriptedModel model = asking(call("c1", "hidden", "{}"));
        runtime.turn(model, bank, "s1");
        assertThat(runtime.turn(model, bank, "s1")).isEqualTo("c1=\"sent-1\"");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void aManagerThatCallsAToolTheModelHasNotAskedForIsTold() {
        RequestedToolCalls requested = new RequestedToolCalls(List.of(
                runtime.tools.keyed(new ToolCall("s1", "transfer_funds", "c1", TRANSFER), runtime.tools.caller())));
        requested.next("transfer_funds", TRANSFER);
        assertThatIllegalStateException()
                .isThrownBy(() -> requested.next("transfer_funds", TRANSFER))
                .withMessageContaining("transfer_funds");
    }

    /** What a tool throws that is no exception for the model ends the turn, as the framework has it. */
    private static void killed(Runnable turn) {
        assertThatExceptionOfType(ToolExecutionException.class)
                .isThrownBy(turn::run)
                .withCauseInstanceOf(InternalError.class);
    }

    private static void refused(IdempotencyProblem problem, Runnable turn) {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(turn::run)
                .extracting(IdempotencyException::problem)
                .isEqualTo(problem);
    }
}
