package io.github.idempotency.reactive;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.aop.PendingCall;
import io.github.idempotency.execution.Attachment;
import io.github.idempotency.execution.Decision;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotentAction;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.Replay;

/**
 * Calls of guarded handlers, from when their answers are subscribed to. A call that is not going to run has no answer of its
 * own: it never ends, and what waits for it is cancelled when the exchange has been answered.
 */
final class SubscribedCalls {

    private static final ThreadLocal<@Nullable ReactiveExchange> CURRENT = new ThreadLocal<>();

    private static final ThreadLocal<@Nullable ReactiveExchange> SERVED = new ThreadLocal<>();

    private final ReactiveParts parts;

    SubscribedCalls(ReactiveParts parts) {
        this.parts = parts;
    }

    /** The exchange whose key is being looked for on this thread. */
    static ReactiveExchange current() {
        return Objects.requireNonNull(CURRENT.get());
    }

    /** What the handler yields, once it may run. */
    Mono<Publisher<?>> answer(PendingCall call, IdempotentAction<@Nullable Object, Throwable> handler) {
        return Mono.deferContextual(context -> {
            ReactiveExchange exchange = ReactiveExchange.required(context);
            return exchange.armed()
                    // One exchange has one answer, and that is guarded already.
                    ? Mono.fromCallable(() -> BegunCall.run(handler))
                    : begun(exchange, call)
                            // As without a guard: on a thread that must not wait.
                            .publishOn(Schedulers.parallel())
                            .map(begun -> begun.run(exchange, handler));
        });
    }

    /** Has a handler that answers when it returns called for that exchange, on this thread, which may wait. */
    static <T extends @Nullable Object> T serve(ReactiveExchange exchange, Callable<T> action) throws Exception {
        SERVED.set(exchange);
        try {
            return action.call();
        } finally {
            SERVED.remove();
        }
    }

    /**
     * What a handler returns that runs now, which is on a thread that may wait. What is compared has been read.
     *
     * @throws AnsweredCall if it does not run, because there is another answer
     */
    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    @Nullable
    Object returned(PendingCall call, IdempotentAction<@Nullable Object, Throwable> handler, Class<?> type)
            throws Throwable {
        ReactiveExchange exchange = SERVED.get();
        if (exchange == null) {
            throw new IllegalStateException(
                    "A guarded handler that returns " + type.getName()
                            + " was called by somebody else than Spring WebFlux, or without the IdempotencyWebFilter around it");
        }
        if (exchange.armed()) {
            return handler.run();
        }
        BegunCall begun = begin(exchange, call);
        if (begun.answered()) {
            throw new AnsweredCall();
        }
        return begun.call(exchange, handler, type);
    }

    private Mono<BegunCall> begun(ReactiveExchange exchange, PendingCall call) {
        return read(exchange, call.isRequestCompared())
                .then(BoundCaller.of(exchange.exchange(), parts.owners()))
                .flatMap(caller -> Mono.fromCallable(() -> caller.call(() -> begin(exchange, call)))
                        .subscribeOn(parts.threads().claims())
                        .onErrorResume(RejectedExecutionException.class, ex -> refuse(exchange, ex)))
                .flatMap(begun -> begun.answered() ? Mono.never() : Mono.just(begun));
    }

    /** Has what is compared read, if the handler has not, on no thread that waits for it. */
    static Mono<Void> read(ReactiveExchange exchange, boolean compared) {
        return compared ? exchange.captured().map(CapturedRequest::readAhead).orElse(Mono.empty()) : Mono.empty();
    }

    private BegunCall begin(ReactiveExchange exchange, PendingCall call) {
        if (!exchange.claim()) {
            return BegunCall.ANSWERED;
        }
        CURRENT.set(exchange);
        IdempotentOperation operation = null;
        try {
            operation = call.operation();
            Decision decision = operation == null ? null : decide(exchange, call.executor(), operation);
            if (decision instanceof Execution execution) {
                return exchange.arm(execution, () -> call.executor().recorder(execution))
                        ? new BegunCall(execution, false)
                        : BegunCall.ANSWERED;
            }
            if (decision instanceof Replay replay) {
                exchange.answer(parts.answers().replay(replay));
                return BegunCall.ANSWERED;
            }
            if (decision instanceof Attachment attachment) {
                exchange.answer(parts.answers().attached(attachment));
                return BegunCall.ANSWERED;
            }
            exchange.unclaim();
            return BegunCall.UNGUARDED;
        } catch (IdempotencyException ex) {
            exchange.answer(
                    operation != null && isAccepted(operation, ex)
                            ? parts.operations().accepted(operation.id(), ex)
                            : parts.answers().refusal(ex));
            return BegunCall.ANSWERED;
        } catch (RuntimeException ex) {
            exchange.unclaim();
            throw ex;
        } finally {
            CURRENT.remove();
        }
    }

    private static boolean isAccepted(IdempotentOperation operation, IdempotencyException refusal) {
        return refusal.problem() == IdempotencyProblem.IN_PROGRESS
                && operation.policy().onInProgress() == InProgressPolicy.ACCEPT;
    }

    /** Who has a part of the answer already wants the rest of it, and nothing else to run. */
    private static Decision decide(
            ReactiveExchange exchange, IdempotentExecutor executor, IdempotentOperation operation) {
        String last = exchange.exchange().getRequest().getHeaders().getFirst(FollowedAnswer.LAST_EVENT_ID);
        return last == null || last.isEmpty() ? executor.begin(operation) : executor.resume(operation);
    }

    /** Answers a call for which there is no thread. */
    <T> Mono<T> refuse(ReactiveExchange exchange, RejectedExecutionException cause) {
        exchange.answer(parts.answers().refusal(tooMany(cause)));
        return Mono.never();
    }

    static IdempotencyException tooMany(RejectedExecutionException cause) {
        return new IdempotencyException(
                IdempotencyProblem.STORE_UNAVAILABLE,
                "Too many requests wait for the idempotency store",
                Duration.ofSeconds(1),
                cause);
    }
}
