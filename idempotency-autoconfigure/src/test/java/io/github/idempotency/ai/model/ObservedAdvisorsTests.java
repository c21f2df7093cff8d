package io.github.idempotency.ai.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.client.advisor.observation.DefaultAdvisorObservationConvention;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;

import static io.github.idempotency.ai.model.Node.ask;
import static org.assertj.core.api.Assertions.assertThat;

/** What an application's own convention calls the observations of a client's advisors. */
class ObservedAdvisorsTests {

    private final Map<String, String> names = new ConcurrentHashMap<>();

    private final Node node = new Node(new ScriptedModel());

    /** With a memory, for which the chain of advisors is made anew there. */
    @Test
    void theyAreCalledSoWithinAGuardedCallToo() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Names());
        ChatClient client = ChatClient.builder(
                        node.model, registry, null, new DefaultAdvisorObservationConvention("shop.advisor"))
                .defaultAdvisors(
                        new StepContextAdvisor(node.steps),
                        MessageChatMemoryAdvisor.builder(
                                        MessageWindowChatMemory.builder().build())
                                .build(),
                        new ModelStepAdvisor(node.modelSteps))
                .defaultAdvisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "alice"))
                .build();
        node.run(() -> ask(client, "first"));
        assertThat(names).containsKeys("Idempotent generation", "MessageChatMemoryAdvisor", "call");
        assertThat(names.values()).containsOnly("shop.advisor");

        names.clear();
        node.runAgain(() -> String.join(
                "", client.prompt("second").stream().content().collectList().block()));
        assertThat(names).containsKeys("Idempotent generation", "MessageChatMemoryAdvisor", "stream");
        assertThat(names.values()).containsOnly("shop.advisor");
    }

    /** By the names of their advisors. */
    private final class Names implements ObservationHandler<AdvisorObservationContext> {

        @Override
        public void onStart(AdvisorObservationContext context) {
            names.put(context.getAdvisorName(), context.getName());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof AdvisorObservationContext;
        }
    }
}
