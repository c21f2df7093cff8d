package io.github.idempotency.ai.model;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * Makes each generation of a chat client a step of the guarded call in which it is asked for: a call that is run again
 * after a crash gets the generations that it had, and asks the model for the others. Stands next to the model, so that
 * each round of a tool loop and each repetition of a validating advisor is a step of its own. Outside any guarded call
 * the request passes. Thread-safe.
 */
public final class ModelStepAdvisor implements CallAdvisor, StreamAdvisor {

    /**
     * The advisor parameter that names the steps of a request, text. Steps of one name are counted by themselves: requests
     * that run side by side in one call, or on one of several paths, need names of their own.
     */
    public static final String STEP = "idempotency.step";

    /**
     * The entry of an answer's metadata, {@code true}, by which a cache within the step says that the answer is an old one
     * and costs nothing: the usage that it tells of is that of the first time. Without it the usage is counted once more.
     */
    public static final String CACHED = "idempotency.cached";

    /** Next to the model. A cache of answers has a greater order, so that what it gives is a step too. */
    public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 100;

    private final ModelSteps steps;

    public ModelStepAdvisor(ModelSteps steps) {
        this.steps = steps;
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        IdempotencyContext within = GuardedCalls.find(request.context()).orElse(null);
        if (within == null) {
            return chain.nextCall(request);
        }
        AtomicReference<@Nullable ChatClientResponse> asked = new AtomicReference<>();
        ChatResponse answer = steps.call(within, name(request), prompt(request), () -> {
            // The chain itself can be gone along once, and a step may be attempted again.
            ChatClientResponse response = chain.copy(this).nextCall(request);
            asked.set(response);
            return Objects.requireNonNull(response.chatResponse(), "The model has answered nothing");
        });
        ChatClientResponse response = asked.get();
        return response != null && response.chatResponse() == answer ? response : answered(request, answer);
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return Flux.deferContextual(subscriber -> {
            IdempotencyContext within = subscriber.getOrDefault(
                    IdempotencyContext.class,
                    GuardedCalls.find(request.context()).orElse(null));
            if (within == null) {
                return chain.nextStream(request);
            }
            return steps.stream(
                            within,
                            name(request),
                            prompt(request),
                            () -> chain.copy(this).nextStream(request).handle(ModelStepAdvisor::piece))
                    .map(piece -> answered(request, piece));
        });
    }

    static void piece(ChatClientResponse response, SynchronousSink<ChatResponse> pieces) {
        if (response.chatResponse() != null) {
            pieces.next(response.chatResponse());
        }
    }

    private static ChatClientResponse answered(ChatClientRequest request, ChatResponse answer) {
        return new ChatClientResponse(answer, Map.copyOf(request.context()));
    }

    private static String name(ChatClientRequest request) {
        return Objects.toString(request.context().get(STEP), "");
    }

    private static AskedPrompt prompt(ChatClientRequest request) {
        return AskedPrompt.of(request.prompt(), format(request));
    }

    /** What the answer must look like, where the prompt does not say it yet. */
    static @Nullable Object format(ChatClientRequest request) {
        return request.context().get(ChatClientAttributes.OUTPUT_FORMAT.getKey());
    }

    @Override
    public String getName() {
        return "Idempotent generation";
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
