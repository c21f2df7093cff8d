package io.github.idempotency.ai.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.MemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.store.Fingerprint;

/**
 * Stands in for a memory advisor, in its place. What the memory makes of the prompt is a step of the guarded call, and so is
 * what it is told afterwards: a call that is run again has the prompts that it had, and tells the memory nothing twice.
 */
record MemoryStepAdvisor(GuardedSteps steps, BaseAdvisor memory) implements CallAdvisor, StreamAdvisor, MemoryAdvisor {

    private static final String KIND = "memory";

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        IdempotencyContext within = GuardedCalls.find(request.context()).orElse(null);
        if (within == null) {
            return memory.adviseCall(request, chain);
        }
        GuardedStep step = step(within, request);
        try {
            ChatClientResponse response = chain.nextCall(recalled(within, step, request, chain));
            return told(within, step, response, chain);
        } catch (RuntimeException | Error ex) {
            // The same request again is the same step again, and the memory has its message already.
            step.failed();
            throw ex;
        }
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return Flux.deferContextual(subscriber -> {
            IdempotencyContext within = subscriber.getOrDefault(
                    IdempotencyContext.class,
                    GuardedCalls.find(request.context()).orElse(null));
            if (within == null) {
                return memory.adviseStream(request, chain);
            }
            GuardedStep step = step(within, request);
            AtomicReference<@Nullable ChatClientResponse> whole = new AtomicReference<>();
            Flux<ChatClientResponse> pieces = Mono.fromCallable(() -> recalled(within, step, request, chain))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMapMany(chain::nextStream);
            Mono<ChatClientResponse> end = Mono.<ChatClientResponse>fromRunnable(
                            () -> told(within, step, Objects.requireNonNull(whole.get()), chain))
                    .subscribeOn(Schedulers.boundedElastic());
            return new ChatClientMessageAggregator()
                    .aggregateChatClientResponse(pieces, whole::set)
                    .concatWith(end)
                    .doOnError(failure -> step.failed())
                    // As by a timeout, after which the request is made again.
                    .doOnCancel(step::failed);
        });
    }

    private static GuardedStep step(IdempotencyContext within, ChatClientRequest request) {
        String name = Objects.toString(request.context().get(ModelStepAdvisor.STEP), "");
        Object conversation = request.context().get(ChatMemory.CONVERSATION_ID);
        return GuardedStep.next(
                within,
                KIND,
                name,
                PromptFingerprint.of(request.prompt(), Arrays.asList(ModelStepAdvisor.format(request), conversation)));
    }

    /** The request with what the memory has added in the first attempt. */
    private ChatClientRequest recalled(
            IdempotencyContext within, GuardedStep step, ChatClientRequest request, AdvisorChain chain) {
        AtomicReference<@Nullable ChatClientRequest> advised = new AtomicReference<>();
        List<Message> messages = steps.take(within, step, ResultValidator.NONE, MessagesCodec.INSTANCE, () -> {
            ChatClientRequest asked = memory.before(request, chain);
            advised.set(asked);
            return asked.prompt().getInstructions();
        });
        ChatClientRequest asked = advised.get();
        return asked != null && asked.prompt().getInstructions() == messages
                ? asked
                : request.mutate()
                        .prompt(request.prompt().mutate().messages(messages).build())
                        .build();
    }

    private ChatClientResponse told(
            IdempotencyContext within, GuardedStep step, ChatClientResponse response, AdvisorChain chain) {
        AtomicReference<ChatClientResponse> answer = new AtomicReference<>(response);
        GuardedStep end = GuardedStep.of(within, KIND, step.key(), Fingerprint.NONE);
        steps.take(within, end, ResultValidator.NONE, ResultCodec.UTF_8, () -> {
            answer.set(memory.after(response, chain));
            return "";
        });
        return answer.get();
    }

    @Override
    public String getName() {
        return memory.getName();
    }

    @Override
    public int getOrder() {
        return memory.getOrder();
    }
}
