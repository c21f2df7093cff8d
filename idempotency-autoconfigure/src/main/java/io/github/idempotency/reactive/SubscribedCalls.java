package io.github.idempotency.reactive;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
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
            ReactiveExchange exchange = ReactiveExchange.of(context)
                    .orElseThrow(() -> new IllegalStateException("A guarded handler was subscribed to outside an HTTP"
                            + " request, or without the IdempotencyWebFilter around it"));
            return exchange.armed()
                    // One exchange has one answer, and that is guarded already.
                    ? Mono.fromCallable(() -> BegunCall.run(handler))
                    : begun(exchange, call)
                            // As without a guard: on a thread that must not wait.
                            .publishOn(Schedulers.parallel())
                            .map(begun -> begun.run(exchange, handler));
        });
    }

    private Mono<BegunCall> begun(ReactiveExchange exchange, PendingCall call) {
        Mono<Void> read = call.isRequestCompared()
                ? exchange.captured().map(CapturedRequest::readAhead).orElse(Mono.empty())
                : Mono.empty();
        return read.then(BoundCaller.of(exchange.exchange().getRequest()))
                .flatMap(caller -> Mono.fromCallable(() -> caller.call(() -> begin(exchange, call)))
                        .subscribeOn(parts.threads().claims())
                        .onErrorResume(RejectedExecutionException.class, ex -> refuse(exchange, tooMany(ex))))
                .flatMap(begun -> begun.answered() ? Mono.never() : Mono.just(begun));
    }

    private BegunCall begin(ReactiveExchange exchange, PendingCall call) {
        if (!exchange.claim()) {
            return BegunCall.ANSWERED;
        }
        CURRENT.set(exchange);
        try {
            IdempotentOperation operation = call.operation();
            Decision decision = operation == null ? null : decide(exchange, call.executor(), operation);
            if (decision instanceof Execution execution) {
                exchange.arm(execution, () -> call.executor().recorder(execution));
                return new BegunCall(execution, false);
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
            exchange.answer(parts.answers().refusal(ex));
            return BegunCall.ANSWERED;
        } catch (RuntimeException ex) {
            exchange.unclaim();
            throw ex;
        } finally {
            CURRENT.remove();
        }
    }

    /** Who has a part of the answer already wants the rest of it, and nothing else to run. */
    private static Decision decide(
            ReactiveExchange exchange, IdempotentExecutor executor, IdempotentOperation operation) {
        String last = exchange.exchange().getRequest().getHeaders().getFirst(FollowedAnswer.LAST_EVENT_ID);
        return last == null || last.isEmpty() ? executor.begin(operation) : executor.resume(operation);
    }

    private Mono<BegunCall> refuse(ReactiveExchange exchange, IdempotencyException refusal) {
        exchange.answer(parts.answers().refusal(refusal));
        return Mono.never();
    }

    private static IdempotencyException tooMany(RejectedExecutionException ex) {
        return new IdempotencyException(
                IdempotencyProblem.STORE_UNAVAILABLE,
                "Too many requests wait for the idempotency store",
                Duration.ofSeconds(1),
                ex);
    }
}
