package io.github.idempotency.aop;

import java.util.stream.Stream;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.codec.StreamResultCodec;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;

/** The elements of a stream are the answer: they are read before it is given. */
final class StreamForm implements AnswerForm {

    private final StreamResultCodec elements;

    StreamForm(StreamResultCodec elements) {
        this.elements = elements;
    }

    /** One that is too long to be stored is read on after the call. */
    @Override
    public boolean isComplete() {
        return false;
    }

    /** What is judged would be a list of as much as could be kept. */
    @Override
    public boolean isGradual() {
        return true;
    }

    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor,
            IdempotentOperation operation,
            ResultCodec<@Nullable Object> codec,
            MethodInvocation invocation)
            throws Throwable {
        long maxBytes = operation.policy().maxResultSize();
        return StreamResultCodec.stream(executor.<@Nullable Object, Throwable>execute(
                operation, codec, () -> elements.read((Stream<?>) invocation.proceed(), maxBytes)));
    }
}
