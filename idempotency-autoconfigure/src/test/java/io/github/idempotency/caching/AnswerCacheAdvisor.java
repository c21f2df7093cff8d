package io.github.idempotency.caching;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;

/** Remembers the answer to each prompt. A semantic cache differs in what it takes for the same prompt. */
final class AnswerCacheAdvisor implements CallAdvisor {

    private final Map<String, ChatClientResponse> answers = new ConcurrentHashMap<>();

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return answers.computeIfAbsent(request.prompt().getContents(), prompt -> chain.nextCall(request));
    }

    void forget() {
        answers.clear();
    }

    @Override
    public String getName() {
        return "answer cache";
    }

    @Override
    public int getOrder() {
        return 0;
    }
}
