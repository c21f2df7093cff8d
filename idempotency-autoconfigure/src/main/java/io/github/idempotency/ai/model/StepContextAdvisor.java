package io.github.idempotency.ai.model;

import java.util.List;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.DefaultAroundAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.MemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.sampling.GuardedSteps;

/**
 * Notes the guarded call in which a request is made, outside all other advisors: later rounds of a tool loop may run on
 * other threads, where nobody else knows, and so do the tools of a streamed answer. Within such a call it makes the memories
 * of the request, the advisors that are both a {@code MemoryAdvisor} and a {@code BaseAdvisor}, take part in it: what one
 * adds to the prompt is the same in every attempt, and what it is told it is told once. Thread-safe.
 */
public final class StepContextAdvisor implements CallAdvisor, StreamAdvisor {

    /** Outside of memory and of tool loops. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    private final GuardedSteps steps;

    /** @param steps takes what memories do */
    public StepContextAdvisor(GuardedSteps steps) {
        this.steps = steps;
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        IdempotencyContext within = IdempotencyContext.find().orElse(null);
        if (within == null) {
            return chain.nextCall(request);
        }
        List<CallAdvisor> inside = chain.copy(this).getCallAdvisors();
        AdvisorChain end = chain.copy(inside.isEmpty() ? this : inside.get(inside.size() - 1));
        return remembering(end, inside).nextCall(noted(request, within));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        IdempotencyContext assembled = IdempotencyContext.find().orElse(null);
        return Flux.deferContextual(subscriber -> {
            IdempotencyContext within = subscriber.getOrDefault(
                    IdempotencyContext.class, IdempotencyContext.find().orElse(assembled));
            if (within == null) {
                return chain.nextStream(request);
            }
            List<StreamAdvisor> inside = chain.copy(this).getStreamAdvisors();
            AdvisorChain end = chain.copy(inside.isEmpty() ? this : inside.get(inside.size() - 1));
            return remembering(end, inside)
                    .nextStream(noted(request, within))
                    .contextWrite(context -> context.put(IdempotencyContext.class, within));
        });
    }

    /** @param end a chain without advisors: one of Spring AI's has what the client says about observations all the same */
    private BaseAdvisorChain remembering(AdvisorChain end, List<? extends Advisor> inside) {
        BaseAdvisorChain.Builder chain = end instanceof DefaultAroundAdvisorChain empty
                ? empty.mutate()
                : DefaultAroundAdvisorChain.builder(end.getObservationRegistry());
        return chain.pushAll(inside.stream().map(this::remembering).toList()).build();
    }

    private Advisor remembering(Advisor advisor) {
        return advisor instanceof MemoryAdvisor && advisor instanceof BaseAdvisor memory
                ? new MemoryStepAdvisor(steps, memory)
                : advisor;
    }

    private static ChatClientRequest noted(ChatClientRequest request, IdempotencyContext context) {
        return request.mutate().context(GuardedCalls.NOTED, context).build();
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
