package io.github.idempotency.ai.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
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
 * @param name what the prompt calls the model
 */
record StreamedGeneration(
        GuardedSteps steps,
        ResultValidator validator,
        @Nullable String name) {

    Flux<ChatResponse> take(IdempotencyContext within, GuardedStep step, Supplier<Flux<ChatResponse>> model) {
        return Flux.deferContextual(subscriber -> {
            Sinks.Many<ChatResponse> pieces = Sinks.many().unicast().onBackpressureBuffer();
            CompletableFuture<ChatResponse> given = new CompletableFuture<>();
            StreamedAnswer whole = new StreamedAnswer();
            AtomicInteger asked = new AtomicInteger();
            steps.takeAsync(
                            within,
                            step,
                            validator,
                            whole,
                            () -> told(
                                    asked,
                                    whole,
                                    collect(attempts(within, asked, model), whole, subscriber, pieces, given)),
                            Schedulers.boundedElastic()::schedule)
                    .whenComplete((answer, failure) -> end(pieces, given, answer, failure));
            return pieces.asFlux();
        });
    }

    /** What the model gives, and again after failures as the scope says, as long as it has given nothing. */
    private Flux<ChatResponse> attempts(
            IdempotencyContext within, AtomicInteger asked, Supplier<Flux<ChatResponse>> model) {
        AtomicBoolean begun = new AtomicBoolean();
        return Flux.defer(() -> {
                    asked.incrementAndGet();
                    return model.get();
                })
                .doOnNext(piece -> begun.set(true))
                .retryWhen(new StreamRetry(steps.retries(within), () -> !begun.get()));
    }

    /** What the pieces amount to, once they have ended. */
    private static CompletableFuture<ChatResponse> collect(
            Flux<ChatResponse> model,
            StreamedAnswer answer,
            ContextView subscriber,
            Sinks.Many<ChatResponse> pieces,
            CompletableFuture<ChatResponse> given) {
        IdempotencyContext running = IdempotencyContext.find().orElse(null);
        answer.of(model, given::complete)
                .contextWrite(context -> running == null ? context : context.put(IdempotencyContext.class, running))
                .contextWrite(subscriber)
                .subscribe(
                        pieces::tryEmitNext,
                        given::completeExceptionally,
                        () -> given.completeExceptionally(new IllegalStateException("The model has given nothing")));
        return given;
    }

    /**
     * Costs are written down before the answer is, and not on the thread that brings pieces to others too. Every attempt
     * but the one that has given the whole has cost what nobody says.
     */
    private CompletionStage<ChatResponse> told(
            AtomicInteger asked, StreamedAnswer answer, CompletableFuture<ChatResponse> given) {
        IdempotencyContext running = IdempotencyContext.find().orElse(null);
        return given.whenCompleteAsync(
                (whole, failure) -> {
                    GenerationCost.recordUnknown(running, name, whole == null ? asked.get() : asked.get() - 1);
                    if (whole != null) {
                        GenerationCost.record(answer.isCached() ? null : running, whole);
                    }
                },
                Schedulers.boundedElastic()::schedule);
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
