package io.github.idempotency.aop;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;

/**
 * What a {@code Mono} or another reactive type yields is the answer; nothing is {@code null}. Every subscription is a call
 * of its own, and there is none before it: the method runs when its key has been claimed. Needs Reactor.
 */
final class ReactiveForm implements AnswerForm {

    private final ReactiveAdapter adapter;

    private ReactiveForm(ReactiveAdapter adapter) {
        this.adapter = adapter;
    }

    /** The form of a reactive type; null if it is none of one value that waits for a subscriber. */
    static @Nullable ReactiveForm find(Class<?> type) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
        return adapter != null
                        && adapter.getReactiveType() == type
                        && !adapter.isMultiValue()
                        && adapter.getDescriptor().isDeferred()
                ? new ReactiveForm(adapter)
                : null;
    }

    /** Whether there is nothing to yield but the end. */
    boolean isWithoutValue() {
        return adapter.isNoValue();
    }

    /** Where to wait, on a thread that must not; null where this one may. */
    static @Nullable Executor insteadOfThisThread() {
        return Schedulers.isInNonBlockingThread() ? Schedulers.boundedElastic()::schedule : null;
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    @Override
    public Object invoke(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<@Nullable Object> codec,
            MethodInvocation invocation) {
        ProxyMethodInvocation call = (ProxyMethodInvocation) invocation;
        return adapter.fromPublisher(Mono.deferContextual(subscriber -> Mono.fromFuture(executor.executeAsync(
                operation, codec, () -> subscribe(call, subscriber), Schedulers.boundedElastic()::schedule))));
    }

    /** A call can proceed once, so each subscription has a copy. */
    @SuppressWarnings("NullAway")
    private @Nullable CompletableFuture<@Nullable Object> subscribe(ProxyMethodInvocation call, ContextView subscriber)
            throws Throwable {
        Object returned = call.invocableClone().proceed();
        if (returned == null) {
            return null;
        }
        IdempotencyContext running = IdempotencyContext.find().orElse(null);
        return Mono.from(adapter.<Object>toPublisher(returned))
                .contextWrite(context -> running == null ? context : context.put(IdempotencyContext.class, running))
                .contextWrite(subscriber)
                .toFuture();
    }

    @Override
    public Object refuse(IdempotencyException refusal) {
        return Objects.requireNonNull(adapter.fromPublisher(Mono.error(refusal)));
    }
}
