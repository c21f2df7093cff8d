package io.github.idempotency.ai.tool;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentAction;

/**
 * One run of a tool. The engine is shown what the tool itself threw, by which it judges whether that precedes the effect;
 * the framework what it wrapped that in, which it may turn into text for the model.
 */
final class ToolRun<T> implements IdempotentAction<T, Throwable> {

    private final Class<? extends RuntimeException> wrapper;

    private final Supplier<T> tool;

    private @Nullable RuntimeException wrapped;

    ToolRun(Class<? extends RuntimeException> wrapper, Supplier<T> tool) {
        this.wrapper = wrapper;
        this.tool = tool;
    }

    @Override
    public T run() throws Throwable {
        try {
            return tool.get();
        } catch (RuntimeException ex) {
            if (wrapper.isInstance(ex) && ex.getCause() != null) {
                wrapped = ex;
                throw ex.getCause();
            }
            throw ex;
        }
    }

    /**
     * Throws the failure for the framework. A refusal of a method that the tool has called stays one: as text, the model
     * would answer it with another call, under another id.
     */
    RuntimeException asThrown(Throwable failure) {
        RuntimeException given = wrapped;
        if (given != null && given.getCause() == failure && !(failure instanceof IdempotencyException)) {
            return given;
        }
        return ToolRun.<RuntimeException>unchecked(failure);
    }

    /** A tool throws what it likes, be it declared or not. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException unchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
