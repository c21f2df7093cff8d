package io.github.idempotency.ai.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.sampling.GuardedSteps;

/**
 * One generation that comes piece by piece. The pieces are given as they come, and what they amount to is stored before
 * the end is given; from the store it comes in one piece. It goes on if nobody listens any more, because it is paid for.
 *
 * @param steps takes it
 * @param validator judges what the pieces amount to
 */
record StreamedGeneration(GuardedSteps steps, ResultValidator validator) {

    Flux<ChatResponse> take(IdempotencyContext within, GuardedStep step, Supplier<Flux<ChatResponse>> model) {
        return Flux.deferContextual(subscriber -> {
            Sinks.Many<ChatResponse> pieces = Sinks.many().unicast().onBackpressureBuffer();
            CompletableFuture<ChatResponse> given = new CompletableFuture<>();
            steps.takeAsync(
                            within,
                            step,
                            validator,
                            ChatResponseCodec.INSTANCE,
                            () -> collect(model, subscriber, pieces, given),
                            Schedulers.boundedElastic()::schedule)
                    .whenComplete((answer, failure) -> end(pieces, given, answer, failure));
            return pieces.asFlux();
        });
    }

    /** What the pieces amount to, once they have ended. */
    private static CompletionStage<ChatResponse> collect(
            Supplier<Flux<ChatResponse>> model,
            ContextView subscriber,
            Sinks.Many<ChatResponse> pieces,
            CompletableFuture<ChatResponse> given) {
        IdempotencyContext running = IdempotencyContext.find().orElse(null);
        new MessageAggregator()
                .aggregate(Flux.defer(model), given::complete)
                .contextWrite(context -> running == null ? context : context.put(IdempotencyContext.class, running))
                .contextWrite(subscriber)
                .subscribe(
                        pieces::tryEmitNext,
                        given::completeExceptionally,
                        () -> given.completeExceptionally(new IllegalStateException("The model has given nothing")));
        return given;
    }

    private static void end(
            Sinks.Many<ChatResponse> pieces,
            CompletableFuture<ChatResponse> given,
            @Nullable ChatResponse answer,
            @Nullable Throwable failure) {
        if (answer == null) {
            pieces.tryEmitError(failure == null ? new IllegalStateException("No answer") : failure);
        } else if (!given.isDone()) {
            pieces.tryEmitNext(answer);
            pieces.tryEmitComplete();
        } else if (given.getNow(answer) == answer) {
            pieces.tryEmitComplete();
        } else {
            pieces.tryEmitError(new IdempotencyException(
                    IdempotencyProblem.IN_PROGRESS,
                    "Another attempt has completed this generation meanwhile, and its answer is the one that holds: send"
                            + " the request again to get it"));
        }
    }
}
