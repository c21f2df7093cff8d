package io.github.idempotency.execution;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/** Ends executions of one operation with what their action returned or threw. */
final class CodedEnd<T extends @Nullable Object> implements CallEnd<T> {

    private final IdempotentOperation operation;

    private final ResultCodec<T> codec;

    CodedEnd(IdempotentOperation operation, ResultCodec<T> codec) {
        this.operation = operation;
        this.codec = codec;
    }

    /** The answer: the value, unless another one is authoritative. */
    @Override
    public <X extends Throwable> T returned(Execution execution, T value) throws X {
        Replay other =
                execution.complete(CodedAnswer.encode(operation, codec, value)).orElse(null);
        return other == null ? value : CodedAnswer.<T, X>decode(codec, other);
    }

    /**
     * The answer, where another one is authoritative.
     *
     * @throws X the failure otherwise; it is stored if it is one to remember
     */
    @SuppressWarnings("unchecked")
    @Override
    public <X extends Throwable> T threw(Execution execution, Throwable failure) throws X {
        execution.context().failed(failure);
        byte[] remembered = CodedAnswer.remembered(operation, codec, failure);
        if (remembered != null) {
            Optional<Replay> other = execution.complete(new Result(Outcome.FAILED, remembered));
            if (other.isPresent()) {
                return CodedAnswer.<T, X>decode(codec, other.get());
            }
        } else if (operation.policy().precedesEffect(failure)) {
            execution.release();
        } else {
            execution.fail();
        }
        throw (X) failure;
    }

    /** The answer of an earlier execution. */
    @Override
    public <X extends Throwable> T replayed(Replay replay) throws X {
        return CodedAnswer.<T, X>decode(codec, replay);
    }
}
