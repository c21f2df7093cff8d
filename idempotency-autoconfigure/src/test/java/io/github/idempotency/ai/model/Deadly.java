package io.github.idempotency.ai.model;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;

/** Kills the process when the model has been asked so often and would be asked again. */
record Deadly(Node node, ScriptedModel model, int after) implements CallAdvisor {

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        if (model.asked() == after) {
            throw node.die();
        }
        return chain.nextCall(request);
    }

    @Override
    public String getName() {
        return "deadly";
    }

    @Override
    public int getOrder() {
        return SamplingAdvisor.ORDER + 1;
    }
}
