package io.github.idempotency.ai.model;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.ai.model.Node.Killed;

import static io.github.idempotency.ai.model.Node.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Answers whose message holds what cannot be read back, as citations of a web search are. */
class ProvidersObjectsTests {

    private static final String NAME = "annotations";

    private static final List<Map<String, Object>> PLAIN = List.of(Map.of("url", "https://example.org/", "end", 12L));

    /** An object of a provider's own. */
    record Citation(String url, long end) {}

    private final ScriptedModel model = new ScriptedModel();

    private final Node node = new Node(model);

    @Test
    void aRunWithOneCannotBeResumed() {
        Node successor = dyingAfterACitation(builder -> builder);
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> successor.run(() -> ask(successor.client().build(), "Search")))
                .satisfies(ex -> assertThat(ex.problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED));
        assertThat(model.asked()).isEqualTo(1);
    }

    /** The other way round the object is in the step, and the advisor outside of it comes too late. */
    @Test
    void aRunInWhoseStepsTheyAreMadePlainIsResumed() {
        UnaryOperator<ChatClient.Builder> plain = builder -> builder.defaultAdvisors(new Plain());
        Node successor = dyingAfterACitation(plain);
        assertThat(successor.run(() -> {
                    AssistantMessage again = plain.apply(successor.client())
                            .build()
                            .prompt("Search")
                            .call()
                            .chatResponse()
                            .getResult()
                            .getOutput();
                    assertThat(again.getMetadata()).containsEntry(NAME, PLAIN);
                    return again.getText();
                }))
                .isEqualTo("found");
        assertThat(model.asked()).isEqualTo(1);
    }

    private Node dyingAfterACitation(UnaryOperator<ChatClient.Builder> advised) {
        model.gives(AssistantMessage.builder()
                .content("found")
                .properties(Map.of(NAME, List.of(new Citation("https://example.org/", 12))))
                .build());
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    assertThat(ask(advised.apply(node.client()).build(), "Search"))
                            .isEqualTo("found");
                    throw node.die();
                }));
        return node.successor();
    }

    /** Within the step, as its order says. */
    static final class Plain implements CallAdvisor {

        @Override
        public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
            ChatClientResponse response = chain.nextCall(request);
            ChatResponse answer = response.chatResponse();
            AssistantMessage message = answer.getResult().getOutput();
            AssistantMessage plain = AssistantMessage.builder()
                    .content(message.getText())
                    .properties(Map.of(NAME, PLAIN))
                    .toolCalls(message.getToolCalls())
                    .build();
            return response.mutate()
                    .chatResponse(new ChatResponse(
                            List.of(new Generation(plain, answer.getResult().getMetadata())), answer.getMetadata()))
                    .build();
        }

        @Override
        public String getName() {
            return "plain";
        }

        @Override
        public int getOrder() {
            return ModelStepAdvisor.ORDER + 1;
        }
    }
}
