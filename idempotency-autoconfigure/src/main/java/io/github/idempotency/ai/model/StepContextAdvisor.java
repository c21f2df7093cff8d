package io.github.idempotency.ai.model;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * Notes the guarded call in which a request is made, outside all other advisors: later rounds of a tool loop may run on
 * other threads, where nobody else knows. Thread-safe.
 */
public final class StepContextAdvisor implements CallAdvisor, StreamAdvisor {

    /** Outside of memory and of tool loops. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return chain.nextCall(noted(request, IdempotencyContext.find().orElse(null)));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        IdempotencyContext assembled = IdempotencyContext.find().orElse(null);
        return Flux.deferContextual(subscriber -> chain.nextStream(noted(
                request,
                subscriber.getOrDefault(
                        IdempotencyContext.class, IdempotencyContext.find().orElse(assembled)))));
    }

    private static ChatClientRequest noted(ChatClientRequest request, @Nullable IdempotencyContext context) {
        return context == null
                ? request
                : request.mutate().context(GuardedCalls.NOTED, context).build();
    }

    @Override
    public String getName() {
        return "Idempotency context";
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
