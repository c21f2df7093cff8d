package io.github.idempotency.ai.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.ai.model.Node.Killed;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cache that another call has filled answers one of the generations of this one, and has forgotten it when the call is
 * run again after a crash. The control is the cache outside of the step, in
 * {@link #aCacheOutsideOfTheStepMovesTheStepsWhenItHasForgotten()}.
 */
class AnswerCacheWithStepsTests {

    private final ScriptedModel model = new ScriptedModel();

    private final Node node = new Node(model);

    @Test
    void whatACacheWithinTheStepHasAnsweredIsGivenAgainWhenItHasForgotten() {
        AnswerCache cache = new AnswerCache(ModelStepAdvisor.ORDER + 1, true);
        Node successor = diesWithAnAnswerOf(cache, "", "");
        assertThat(successor.run(() -> both(successor, cache, "", ""))).isEqualTo("answer 1, answer 2");
        assertThat(model.asked()).isEqualTo(2);
    }

    /** The answer from the cache was no step, so the first step was the other one. */
    @Test
    void aCacheOutsideOfTheStepMovesTheStepsWhenItHasForgotten() {
        AnswerCache cache = new AnswerCache(ModelStepAdvisor.ORDER - 1, true);
        Node successor = diesWithAnAnswerOf(cache, "", "");
        for (int retry = 0; retry < 2; retry++) {
            assertThatExceptionOfType(IdempotencyException.class)
                    .isThrownBy(() -> successor.run(() -> both(successor, cache, "", "")))
                    .satisfies(ex -> assertThat(ex.problem()).isEqualTo(IdempotencyProblem.KEY_REUSED));
        }
        assertThat(model.asked()).isEqualTo(2);
    }

    /** Nothing is refused then, but the retry is not exact: what was forgotten is asked for. */
    @Test
    void stepsWithNamesStayWhereTheyAreUnderACacheOutside() {
        AnswerCache cache = new AnswerCache(ModelStepAdvisor.ORDER - 1, true);
        Node successor = diesWithAnAnswerOf(cache, "plan", "report");
        assertThat(successor.run(() -> both(successor, cache, "plan", "report")))
                .isEqualTo("answer 3, answer 2");
        assertThat(model.asked()).isEqualTo(3);
    }

    private Node diesWithAnAnswerOf(AnswerCache cache, String first, String second) {
        node.runAgain(() -> ask(node, cache, first, "first"));
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    assertThat(both(node, cache, first, second)).isEqualTo("answer 1, answer 2");
                    throw node.die();
                }));
        assertThat(model.asked()).isEqualTo(2);
        cache.answers.clear();
        return node.successor();
    }

    @Test
    void anAnswerThatIsSaidToComeFromACacheCostsNothing() {
        AnswerCache cache = new AnswerCache(ModelStepAdvisor.ORDER + 1, true);
        askedAndCached(cache, () -> ask(node, cache, "", "first"));
        assertThat(costs()).hasSize(2).last().isNull();
        assertThat(costs().get(0).inputTokens()).isEqualTo(11);
    }

    @Test
    void aStreamThatIsSaidToComeFromACacheCostsNothing() {
        AnswerCache cache = new AnswerCache(ModelStepAdvisor.ORDER + 1, true);
        askedAndCached(cache, () -> streamed(cache));
        assertThat(costs()).hasSize(2).last().isNull();
    }

    /** The control: the answer brings its old usage along, and looks like one of the model. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerOfACacheThatDoesNotSaySoIsCountedAgain(boolean stream) {
        AnswerCache cache = new AnswerCache(ModelStepAdvisor.ORDER + 1, false);
        askedAndCached(cache, () -> stream ? streamed(cache) : ask(node, cache, "", "first"));
        assertThat(costs())
                .hasSize(2)
                .allSatisfy(cost -> assertThat(cost.inputTokens()).isEqualTo(11));
    }

    private void askedAndCached(AnswerCache cache, Supplier<String> again) {
        String first = node.runAgain(() -> ask(node, cache, "", "first"));
        assertThat(node.run(again)).isEqualTo(first);
        assertThat(model.asked()).isEqualTo(1);
    }

    private List<@Nullable CostSum> costs() {
        return node.events.events().stream()
                .filter(event -> event.type() == Type.COMPLETED && event.layer() == Layer.STEP)
                .map(IdempotencyEvent::cost)
                .toList();
    }

    private static String both(Node node, AnswerCache cache, String first, String second) {
        return ask(node, cache, first, "first") + ", " + ask(node, cache, second, "second");
    }

    private static String ask(Node node, AnswerCache cache, String step, String prompt) {
        return prompt(node, cache, step, prompt).call().content();
    }

    private String streamed(AnswerCache cache) {
        return String.join(
                "",
                prompt(node, cache, "", "first").stream()
                        .content()
                        .collectList()
                        .block());
    }

    private static ChatClient.ChatClientRequestSpec prompt(Node node, AnswerCache cache, String step, String prompt) {
        return node.client()
                .defaultAdvisors(cache)
                .build()
                .prompt(prompt)
                .advisors(spec -> spec.param(ModelStepAdvisor.STEP, step));
    }

    /** Gives a prompt the answer that it has had. */
    private static final class AnswerCache implements CallAdvisor, StreamAdvisor {

        private final Map<String, ChatResponse> answers = new HashMap<>();

        private final int order;

        private final boolean telling;

        AnswerCache(int order, boolean telling) {
            this.order = order;
            this.telling = telling;
        }

        private @Nullable ChatClientResponse known(ChatClientRequest request) {
            ChatResponse answer = answers.get(request.prompt().getContents());
            if (answer == null) {
                return null;
            }
            ChatResponse.Builder again = ChatResponse.builder().from(answer);
            if (telling) {
                again.metadata(ModelStepAdvisor.CACHED, true);
            }
            return new ChatClientResponse(again.build(), Map.copyOf(request.context()));
        }

        @Override
        public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
            ChatClientResponse known = known(request);
            if (known != null) {
                return known;
            }
            ChatClientResponse asked = chain.nextCall(request);
            answers.put(request.prompt().getContents(), asked.chatResponse());
            return asked;
        }

        @Override
        public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
            ChatClientResponse known = known(request);
            return known == null ? chain.nextStream(request) : Flux.just(known);
        }

        @Override
        public String getName() {
            return "answer cache";
        }

        @Override
        public int getOrder() {
            return order;
        }
    }
}
