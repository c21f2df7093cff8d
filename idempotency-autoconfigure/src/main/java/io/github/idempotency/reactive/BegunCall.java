package io.github.idempotency.reactive;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentAction;
import io.github.idempotency.web.ReconciledValue;

/**
 * What the store has decided about a call.
 *
 * @param execution null if the handler runs unprotected
 * @param answered whether it does not run, because there is another answer
 */
record BegunCall(@Nullable Execution execution, boolean answered) {

    static final BegunCall UNGUARDED = new BegunCall(null, false);

    static final BegunCall ANSWERED = new BegunCall(null, true);

    /** What the handler yields, in the context of its execution. */
    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    Publisher<?> run(ReactiveExchange exchange, IdempotentAction<@Nullable Object, Throwable> handler) {
        if (execution == null) {
            return run(handler);
        }
        Publisher<?> yielded = run(() -> execution.call(handler));
        execution.continueElsewhere();
        IdempotencyContext context = execution.context();
        return yielded instanceof Mono<?> mono
                ? mono.doOnError(exchange::thrown)
                        .contextWrite(written -> written.put(IdempotencyContext.class, context))
                : Flux.from(yielded)
                        .doOnError(exchange::thrown)
                        .contextWrite(written -> written.put(IdempotencyContext.class, context));
    }

    /** What a handler returns that runs now, in the context of its execution. */
    @SuppressWarnings("NullAway")
    @Nullable
    Object call(ReactiveExchange exchange, IdempotentAction<@Nullable Object, Throwable> handler, Class<?> type)
            throws Throwable {
        if (execution == null) {
            return handler.run();
        }
        try {
            Object returned = ReconciledValue.as(type, execution.call(handler));
            return new CarriedAnswer(exchange, execution.context()).of(returned, type);
        } catch (Throwable ex) {
            exchange.thrown(ex);
            throw ex;
        } finally {
            execution.continueElsewhere();
        }
    }

    static Publisher<?> run(IdempotentAction<@Nullable Object, Throwable> handler) {
        try {
            return ReactiveReturnType.publisher(handler.run());
        } catch (Throwable ex) {
            return Mono.error(ex);
        }
    }
}
