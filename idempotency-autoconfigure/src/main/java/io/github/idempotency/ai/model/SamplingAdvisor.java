package io.github.idempotency.ai.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.sampling.Sample;
import io.github.idempotency.sampling.Sampling;

/**
 * Asks a model until its answer is usable, each time telling it what was wrong with the one before. What asks for tools is
 * not judged. Stands inside Spring AI's own structured-output validation and tool loop and outside
 * {@link ModelStepAdvisor}. A stream is given when it has been judged, in one piece. Thread-safe.
 */
public final class SamplingAdvisor implements CallAdvisor, StreamAdvisor {

    /** Inside {@code StructuredOutputValidationAdvisor}, which stands at {@code LOWEST_PRECEDENCE - 2000}. */
    public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

    private final Sampling sampling;

    private final ResultValidator validator;

    private final ResponseJudge judge;

    /**
     * @param validator asked first, about any answer of a model
     * @param judge asked about what is usable by that
     */
    public SamplingAdvisor(Sampling sampling, ResultValidator validator, ResponseJudge judge) {
        this.sampling = sampling;
        this.validator = validator;
        this.judge = judge;
    }

    /** This advisor, but with another judge. */
    public SamplingAdvisor judgedBy(ResponseJudge other) {
        return new SamplingAdvisor(sampling, validator, other);
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return usable(
                request,
                ChatResponseCodec.INSTANCE,
                corrected -> chain.copy(this).nextCall(corrected).chatResponse());
    }

    /** What has been given to somebody cannot be taken back, so nothing is given before it is known to be usable. */
    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return Flux.deferContextual(subscriber -> {
            StreamedAnswer answer = new StreamedAnswer();
            Callable<ChatClientResponse> sampled = () -> usable(
                    request, answer, corrected -> answer.await(chain.copy(this).nextStream(corrected), subscriber));
            IdempotencyContext within = subscriber.getOrDefault(
                    IdempotencyContext.class,
                    GuardedCalls.find(request.context()).orElse(null));
            return Mono.fromCallable(within == null ? sampled : within.wrap(sampled))
                    .subscribeOn(Schedulers.boundedElastic());
        });
    }

    private ChatClientResponse usable(
            ChatClientRequest request,
            ResultCodec<ChatResponse> codec,
            Function<ChatClientRequest, @Nullable ChatResponse> model) {
        ChatResponse usable = sampling.sampleNext(
                PromptFingerprint.of(request.prompt(), ModelStepAdvisor.format(request)),
                codec,
                sample -> Objects.requireNonNull(
                        model.apply(corrected(request, sample)), "The model has answered nothing"),
                this::verdict);
        return new ChatClientResponse(usable, Map.copyOf(request.context()));
    }

    private static ChatClientRequest corrected(ChatClientRequest request, Sample sample) {
        if (sample.previousError().isEmpty()) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.prompt().getInstructions());
        messages.add(new UserMessage(sample.correction()));
        return request.mutate()
                .prompt(new Prompt(messages, request.prompt().getOptions()))
                .build();
    }

    private Verdict verdict(ChatResponse response) {
        Verdict ran = validator.validate(Sampling.KIND, response);
        return ran.isUsable() && !response.hasToolCalls() ? judge.apply(response) : ran;
    }

    @Override
    public String getName() {
        return "Idempotent sampling";
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
