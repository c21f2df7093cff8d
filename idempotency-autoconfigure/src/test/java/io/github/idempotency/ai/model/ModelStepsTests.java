package io.github.idempotency.ai.model;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import reactor.core.publisher.Flux;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.ai.model.Node.Killed;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.store.Outcome;

import static io.github.idempotency.ai.model.Node.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Each generation is made once for the key of the call around it, whatever happens in between. Where a step that has failed
 * is not the same step when it is taken again, the retries here ask the model twice; where the fingerprint is left out, a
 * step is given to another prompt.
 */
class ModelStepsTests {

    private static final CostSum UNKNOWN = CostSum.of(Cost.unknown(null));

    private static final CostSum TOLD = CostSum.of(Cost.tokens(null, 11, 7));

    private final ScriptedModel model = new ScriptedModel();

    private final Node node = new Node(model);

    @Test
    void aCallThatDiedAfterThreeOfFiveGenerationsMakesTheOtherTwo() {
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    List<String> texts = generations(node, 3);
                    assertThat(texts).containsExactly("answer 1", "answer 2", "answer 3");
                    throw node.die();
                }));
        assertThat(model.asked()).isEqualTo(3);
        Node successor = node.successor();
        String answer = successor.run(() -> String.join(", ", generations(successor, 5)));
        assertThat(answer).isEqualTo("answer 1, answer 2, answer 3, answer 4, answer 5");
        assertThat(model.asked()).isEqualTo(5);
        assertThat(successor.run(() -> "never")).isEqualTo(answer);
        assertThat(model.asked()).isEqualTo(5);
    }

    /** Nobody has heard the answer of the third generation, so it is asked for again: that is all that may be lost. */
    @Test
    void aGenerationWhoseAnswerWasNotStoredIsTheOnlyOneThatIsRepeated() {
        model.says("one").says("two");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    ChatClient client = node.client().build();
                    ask(client, "first");
                    node.modelSteps.call(context(), "", AskedPrompt.of(new Prompt("second"), null), () -> {
                        model.call(new Prompt("second"));
                        throw node.die();
                    });
                    return "";
                }));
        Node successor = node.successor();
        model.says("two again");
        assertThat(successor.run(() -> ask(successor.client().build(), "first")
                        + ", "
                        + successor
                                .modelSteps
                                .call(
                                        context(),
                                        "",
                                        AskedPrompt.of(new Prompt("second"), null),
                                        () -> model.call(new Prompt("second")))
                                .getResult()
                                .getOutput()
                                .getText()))
                .isEqualTo("one, two again");
        assertThat(model.asked()).isEqualTo(3);
    }

    @Test
    void aStepThatIsAskedSomethingElseIsRefused() {
        crashAfter("Sum up the order of Monday");
        Node successor = node.successor();
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> successor.run(() -> ask(successor.client().build(), "Sum up the order of Tuesday")))
                .satisfies(ex -> assertThat(ex.problem()).isEqualTo(IdempotencyProblem.KEY_REUSED));
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void stepsOfAnotherNameAreCountedByThemselves() {
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    named(node, "left", "a");
                    named(node, "right", "b");
                    throw node.die();
                }));
        Node successor = node.successor();
        assertThat(successor.run(() -> named(successor, "right", "b") + named(successor, "left", "a")))
                .isEqualTo("answer 2answer 1");
        assertThat(model.asked()).isEqualTo(2);
    }

    private static String named(Node node, String step, String prompt) {
        return node.client()
                .build()
                .prompt(prompt)
                .advisors(spec -> spec.param(ModelStepAdvisor.STEP, step))
                .call()
                .content();
    }

    /** The step that failed is the same step when it is taken again, so what follows keeps its place. */
    @Test
    void aRetryTemplateAroundARequestTakesTheStepThatFailedAgain() {
        model.breaks().breaks().says("one").says("two");
        RetryTemplate retries = new RetryTemplate(
                RetryPolicy.builder().maxRetries(3).delay(Duration.ZERO).build());
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    ChatClient client = node.client().build();
                    assertThat(retries.invoke(() -> ask(client, "first"))).isEqualTo("one");
                    assertThat(retries.invoke(() -> ask(client, "second"))).isEqualTo("two");
                    throw node.die();
                }));
        assertThat(model.asked()).isEqualTo(4);
        Node successor = node.successor();
        ChatClient client = successor.client().build();
        assertThat(successor.run(() -> ask(client, "first") + ask(client, "second")))
                .isEqualTo("onetwo");
        assertThat(model.asked()).isEqualTo(4);
    }

    /** It runs the method again, whose key is free again, and whose steps are given again. */
    @Test
    void aRetryTemplateAroundTheGuardedCallTakesOnlyTheStepThatFailedAgain() {
        model.says("one").breaks().breaks().says("two");
        RetryTemplate retries = new RetryTemplate(
                RetryPolicy.builder().maxRetries(3).delay(Duration.ZERO).build());
        ChatClient client = node.client().build();
        assertThat(retries.invoke(() -> node.run(() -> ask(client, "first") + ask(client, "second"))))
                .isEqualTo("onetwo");
        assertThat(model.lastMessages()).containsExactly("first", "second", "second", "second");
    }

    @Test
    void aRequestThatStandsInForOneThatFailedIsAStepOfItsOwn() {
        model.breaks().says("instead").says("next");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    fallback(node);
                    throw node.die();
                }));
        Node successor = node.successor();
        model.breaks();
        assertThat(successor.run(() -> fallback(successor))).isEqualTo("insteadnext");
        assertThat(model.asked()).isEqualTo(4);
    }

    private static String fallback(Node node) {
        ChatClient client = node.client().build();
        String text;
        try {
            text = ask(client, "the long way");
        } catch (UncheckedIOException ex) {
            text = ask(client, "the short way");
        }
        return text + ask(client, "and then");
    }

    @Test
    void theScopesOwnRetryAttemptsAStepAgainUnderItsKey() {
        Node patient = new Node(model, 3, 1);
        model.breaks().breaks().says("one");
        assertThat(patient.run(() -> ask(patient.client().build(), "first"))).isEqualTo("one");
        assertThat(model.asked()).isEqualTo(3);
        assertThat(patient.events.events().stream()
                        .filter(event -> event.layer() == Layer.STEP)
                        .map(IdempotencyEvent::storeKey)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void withoutARetryOfTheScopeAFailureIsTheCallsOwn() {
        model.breaks();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> node.run(() -> ask(node.client().build(), "first")));
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void whatWasCutOffIsRecordedAsRejectedAndGivenAgain() {
        model.answers("It begins well and", "LENGTH");
        crashAfter("Tell me");
        assertThat(node.events.events().stream()
                        .filter(event -> event.type() == Type.COMPLETED)
                        .map(event -> event.stored().outcome()))
                .containsExactly(Outcome.REJECTED);
        Node successor = node.successor();
        assertThat(successor.run(() -> ask(successor.client().build(), "Tell me")))
                .isEqualTo("It begins well and");
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void outsideAnyGuardedCallARequestPasses() {
        ChatClient client = node.client().build();
        assertThat(ask(client, "first")).isEqualTo("answer 1");
        assertThat(ask(client, "first")).isEqualTo("answer 2");
        assertThat(node.events.events()).isEmpty();
    }

    @Test
    void aDecoratedModelIsGuardedWithoutAClientAndCountsOnceWithOne() {
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    IdempotentChatModel guarded = new IdempotentChatModel(model, node.modelSteps);
                    assertThat(guarded.call("first")).isEqualTo("answer 1");
                    ask(both(node, guarded), "second");
                    throw node.die();
                }));
        assertThat(node.events.count(Type.COMPLETED)).isEqualTo(2);
        Node successor = node.successor();
        IdempotentChatModel guarded = new IdempotentChatModel(model, successor.modelSteps);
        assertThat(successor.run(() -> guarded.call("first") + ask(both(successor, guarded), "second")))
                .isEqualTo("answer 1answer 2");
        assertThat(model.asked()).isEqualTo(2);
    }

    /** In another order than before, as of two that run side by side. */
    @Test
    void stepsOfADecoratedModelMayHaveANameOfTheirOwn() {
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    IdempotentChatModel guarded = new IdempotentChatModel(model, node.modelSteps);
                    guarded.named("left").call("a");
                    guarded.named("right").call("b");
                    guarded.call("c");
                    throw node.die();
                }));
        Node successor = node.successor();
        IdempotentChatModel guarded = new IdempotentChatModel(model, successor.modelSteps);
        assertThat(successor.run(() -> guarded.call("c")
                        + pieces(guarded.named("right"), "b")
                        + guarded.named("left").call("a")))
                .isEqualTo("answer 3answer 2answer 1");
        assertThat(model.asked()).isEqualTo(3);
    }

    private static String pieces(IdempotentChatModel guarded, String prompt) {
        return guarded.stream(new Prompt(prompt))
                .map(piece -> piece.getResult().getOutput().getText())
                .collect(Collectors.joining())
                .block();
    }

    private static ChatClient both(Node node, IdempotentChatModel guarded) {
        return ChatClient.builder(guarded)
                .defaultAdvisors(new StepContextAdvisor(node.steps), new ModelStepAdvisor(node.modelSteps))
                .build();
    }

    /** The tool itself is not guarded here: its results are those of the first attempt because they are the same. */
    @Test
    void eachRoundOfAToolLoopIsAStep() {
        model.calls("find", "call-1", "{\"id\":\"7\"}").calls("find", "call-2", "{\"id\":\"8\"}");
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> node.run(() -> ask(looping(node, 2), "Find 7 and 8")));
        assertThat(model.asked()).isEqualTo(2);
        Node successor = node.successor();
        model.says("Found both");
        assertThat(successor.run(() -> ask(looping(successor, 9), "Find 7 and 8")))
                .isEqualTo("Found both");
        assertThat(model.asked()).isEqualTo(3);
    }

    private static ChatClient looping(Node node, int dyingAfter) {
        return node.client()
                .defaultAdvisors(
                        ToolCallingAdvisor.builder()
                                .toolCallingManager(
                                        DefaultToolCallingManager.builder().build())
                                .build(),
                        new Deadly(node, node.model, dyingAfter))
                .defaultTools(new Orders())
                .build();
    }

    static final class Orders {

        @Tool
        String find(String id) {
            return "order " + id;
        }
    }

    @Test
    void aStreamIsGivenAsItComesAndAgainInOnePiece() {
        model.says("one two three");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    assertThat(pieces(node, "Count")).containsExactly("one ", "two ", "three");
                    throw node.die();
                }));
        Node successor = node.successor();
        assertThat(successor.run(() -> String.join("|", pieces(successor, "Count"))))
                .isEqualTo("one two three");
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void aStreamThatBreaksOffIsNoAnswer() {
        model.breaks().says("one two");
        assertThat(node.run(() -> {
                    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> pieces(node, "Count"));
                    return String.join("|", pieces(node, "Count"));
                }))
                .isEqualTo("one |two");
        assertThat(model.asked()).isEqualTo(2);
    }

    @Test
    void aStreamThatNobodyHearsToItsEndIsStoredAllTheSame() {
        model.says("one two three");
        assertThat(node.run(() -> {
                    String first = stream(node, "Count").next().block();
                    await().until(() -> node.events.count(Type.COMPLETED) == 1);
                    return first;
                }))
                .isEqualTo("one ");
        assertThat(model.asked()).isEqualTo(1);
    }

    /**
     * What is written waits for a database; the thread that brings the pieces brings those of others too. A client has its
     * streams on threads that may wait, a model has not.
     */
    @Test
    void nothingOfAStreamIsWrittenOnTheThreadThatBringsIt() {
        model.onEventLoop().says("one two three");
        IdempotentChatModel guarded = new IdempotentChatModel(model, node.modelSteps);
        assertThat(node.run(() -> String.join(
                        "",
                        guarded.stream(new Prompt("Count"))
                                .map(ResponseJudge::text)
                                .collectList()
                                .block())))
                .isEqualTo("one two three");
        await("the charge, that nobody waits for").until(() -> node.writing.size() >= 4);
        assertThat(node.writing).containsOnly(false);
    }

    @Test
    void aStreamThatFailsBeforeItHasGivenAnythingIsAttemptedAgainAsTheScopeSays() {
        Node patient = new Node(model, 3, 1);
        model.breaks().breaks().says("one two");
        assertThat(patient.run(() -> String.join("|", pieces(patient, "Count"))))
                .isEqualTo("one |two");
        assertThat(model.asked()).isEqualTo(3);
        model.breaks().breaks().breaks();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> patient.runAgain(() -> String.join("|", pieces(patient, "Count"))));
        assertThat(model.asked()).isEqualTo(6);
    }

    @Test
    void aStreamThatHasGivenSomethingIsNotAttemptedAgain() {
        Node patient = new Node(model, 3, 1);
        model.says("one two three").breaksOffAfter(1);
        List<String> given = new ArrayList<>();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> patient.run(() -> stream(patient, "Count")
                        .doOnNext(given::add)
                        .collectList()
                        .map(all -> String.join("", all))
                        .block()));
        assertThat(given).containsExactly("one ");
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void aStreamThatIsCutOffIsRejected() {
        model.answers("one two", "length");
        node.run(() -> String.join("", pieces(node, "Count")));
        assertThat(node.events.events().stream()
                        .filter(event -> event.type() == Type.COMPLETED && event.layer() == Layer.STEP)
                        .map(event -> event.stored().outcome()))
                .containsExactly(Outcome.REJECTED);
    }

    private static List<String> pieces(Node node, String prompt) {
        return stream(node, prompt).collectList().block();
    }

    private static Flux<String> stream(Node node, String prompt) {
        return node.client().build().prompt(prompt).stream().content();
    }

    /** What a retry gets is what the first caller got, as far as anything is made of it. */
    @Test
    void anAnswerIsReadBackAsItWas() {
        model.calls("find", "call-1", "{ \"id\" : 7 }");
        ChatResponse first = model.call(new Prompt("Find 7"));
        ChatResponse again = ChatResponseCodec.INSTANCE.decode(ChatResponseCodec.INSTANCE.encode(first));
        assertThat(again.getResult().getOutput().getToolCalls())
                .isEqualTo(first.getResult().getOutput().getToolCalls());
        assertThat(again.getResult().getMetadata().getFinishReason()).isEqualTo("TOOL_CALLS");
        assertThat(again.getMetadata().getModel()).isEqualTo("scripted-1");
        assertThat(again.getMetadata().getId()).isEqualTo("response");
        assertThat(again.getMetadata().getUsage().getPromptTokens()).isEqualTo(11);
        assertThat(again.getMetadata().getUsage().getCompletionTokens()).isEqualTo(7);
    }

    /** The client's own response adds up what its rounds have used; that is told to nobody again. */
    @Test
    void aGenerationIsPaidForByItsStepAndByNobodyElse() {
        node.run(() -> ask(node.client().build(), "first") + String.join("", pieces(node, "second")));
        assertThat(completed(Layer.STEP)).hasSize(2).allSatisfy(event -> {
            assertThat(event.cost().inputTokens()).isEqualTo(11);
            assertThat(event.cost().outputTokens()).isEqualTo(7);
            assertThat(event.cost().uncounted()).isZero();
        });
        assertThat(completed(Layer.SERVICE))
                .singleElement()
                .satisfies(event -> assertThat(event.cost()).isNull());
    }

    /** It was sent, and may be paid for; the key is charged with what the attempt that has answered has cost. */
    @Test
    void aGenerationThatFailedHasCostNobodyKnowsWhat() {
        Node patient = new Node(model, 2, 1);
        Prompt prompt = new Prompt(
                "first", ToolCallingChatOptions.builder().model("scripted-1").build());
        model.breaks();
        patient.run(() -> new IdempotentChatModel(model, patient.modelSteps)
                .call(prompt)
                .getResult()
                .getOutput()
                .getText());
        assertThat(patient.spent).containsExactly(Cost.unknown("scripted-1"), Cost.tokens("scripted-1", 11, 7));
        assertThat(costs(patient, Type.SPENT)).containsExactly(UNKNOWN, TOLD);
        assertThat(costs(patient, Type.COMPLETED)).containsExactly(TOLD);
    }

    /** Also here nothing is written on the thread that brings the pieces. */
    @Test
    void aStreamThatBreaksOffHasCostNobodyKnowsWhat() {
        model.onEventLoop().says("one two three").breaksOffAfter(1);
        IdempotentChatModel guarded = new IdempotentChatModel(model, node.modelSteps);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> node.run(() -> {
                    guarded.stream(new Prompt("Count")).collectList().block();
                    return "";
                }));
        assertThat(node.spent).containsExactly(Cost.unknown(null));
        assertThat(node.writing).isNotEmpty().containsOnly(false);
        assertThat(costs(node, Type.COMPLETED)).isEmpty();
    }

    /** One execution, whose key is charged with all that it has cost. */
    @Test
    void eachAttemptOfAStreamThatGaveNothingHasCostNobodyKnowsWhat() {
        Node patient = new Node(model, 3, 1);
        model.breaks().breaks().says("one two");
        patient.run(() -> String.join("", pieces(patient, "Count")));
        assertThat(costs(patient, Type.SPENT)).containsExactly(UNKNOWN, UNKNOWN, TOLD);
        assertThat(costs(patient, Type.COMPLETED))
                .containsExactly(UNKNOWN.plus(UNKNOWN).plus(TOLD));
    }

    private static List<CostSum> costs(Node node, Type type) {
        return node.events.events().stream()
                .filter(event -> event.type() == type && event.cost() != null)
                .map(IdempotencyEvent::cost)
                .toList();
    }

    /** What is known of half of it is less than it has cost. */
    @Test
    void whatTheProviderDoesNotTellIsUnknownAndNotNothing() {
        assertThat(List.<Usage>of(
                        new HalfTold(null, 5),
                        new HalfTold(5, null),
                        new HalfTold(null, null),
                        // Spring AI's own, which makes zeros of them.
                        new DefaultUsage(null, 5),
                        new DefaultUsage(5, null),
                        new EmptyUsage()))
                .allSatisfy(usage -> assertThat(GenerationCost.of(ChatResponseMetadata.builder()
                                .model("scripted-1")
                                .usage(usage)
                                .build()))
                        .isEqualTo(Cost.unknown("scripted-1")));
        Cost cost = GenerationCost.of(
                ChatResponseMetadata.builder().model("scripted-1").build());
        assertThat(cost).isEqualTo(Cost.unknown("scripted-1"));
        ChatResponse untold =
                new ChatResponse(List.of(), ChatResponseMetadata.builder().build());
        ChatResponse again = ChatResponseCodec.INSTANCE.decode(ChatResponseCodec.INSTANCE.encode(untold));
        assertThat(GenerationCost.of(again.getMetadata())).isEqualTo(Cost.unknown(null));
    }

    /** A usage of a provider's own. */
    record HalfTold(Integer getPromptTokens, Integer getCompletionTokens) implements Usage {

        @Override
        public Object getNativeUsage() {
            return this;
        }
    }

    private List<IdempotencyEvent> completed(Layer layer) {
        return node.events.events().stream()
                .filter(event -> event.type() == Type.COMPLETED && event.layer() == layer)
                .toList();
    }

    private void crashAfter(String prompt) {
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    ask(node.client().build(), prompt);
                    throw node.die();
                }));
    }

    private static List<String> generations(Node node, int count) {
        ChatClient client = node.client().build();
        List<String> texts = new ArrayList<>();
        IntStream.rangeClosed(1, count).forEach(i -> texts.add(ask(client, "Step " + i + " after " + texts)));
        return texts;
    }

    private static IdempotencyContext context() {
        return IdempotencyContext.current();
    }
}
