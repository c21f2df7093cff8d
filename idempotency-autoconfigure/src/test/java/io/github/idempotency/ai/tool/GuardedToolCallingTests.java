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
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static io.github.idempotency.ai.tool.ScriptedModel.asking;
import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static io.github.idempotency.ai.tool.ScriptedModel.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What an agent's tools do when its turn is run again. */
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

    private static IdempotentSettings settings(
            Boolean required, Effect effect, Set<Class<? extends Throwable>> releaseOn) {
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
        refused(IdempotencyProblem.KEY_MISSING, () -> runtime.turn(asking(transfer("")), bank, "s1"));
        assertThat(bank.effects).isEmpty();
    }

    @Test
    void aCallWithoutSessionIsRefused() {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> runtime.turn(asking(transfer("c1")), bank, null))
                .withMessageContaining("transfer_funds")
                .withMessageContaining("idempotency.ai.tools.required")
                .extracting(IdempotencyException::problem)
                .isEqualTo(IdempotencyProblem.KEY_MISSING);
        assertThat(bank.effects).isEmpty();
    }

    @Test
    void aCallWithoutSessionRunsUnprotectedWhereThatIsAllowed() {
        AgentRuntime lenient = new AgentRuntime(store, Map.of(), settings(false, null, null));
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
                .toolCallbackResolver(new GuardedToolResolver(new StaticToolCallbackResolver(List.of(hidden))))
                .resolutionFallbackEnabled(true)
                .build());
        ScriptedModel model = asking(call("c1", "hidden", "{}"));
        runtime.turn(model, bank, "s1");
        assertThat(runtime.turn(model, bank, "s1")).isEqualTo("c1=\"sent-1\"");
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void aManagerThatCallsAToolTheModelHasNotAskedForIsTold() {
        RequestedToolCalls requested = new RequestedToolCalls(List.of(transfer("c1")));
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
