package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentAction;

/**
 * One run of a callback. The engine is shown what the tool itself threw, by which it judges whether that precedes the
 * effect; the framework what the callback threw, which it may turn into text for the model.
 */
final class ToolRun implements IdempotentAction<String, Throwable> {

    private final ToolCallback tool;

    private final String input;

    private final @Nullable ToolContext context;

    private @Nullable ToolExecutionException wrapped;

    ToolRun(ToolCallback tool, String input, @Nullable ToolContext context) {
        this.tool = tool;
        this.input = input;
        this.context = context;
    }

    @Override
    public String run() throws Throwable {
        try {
            String result = context == null ? tool.call(input) : tool.call(input, context);
            // As the framework tells the model of it.
            return result == null ? "" : result;
        } catch (ToolExecutionException ex) {
            wrapped = ex;
            throw ex.getCause() == null ? ex : ex.getCause();
        }
    }

    /**
     * The failure for the framework. A refusal of a method that the tool has called stays one: as text, the model would
     * answer it with another call, under another id.
     */
    RuntimeException asThrown(Throwable failure) {
        if (wrapped != null && wrapped.getCause() == failure && !(failure instanceof IdempotencyException)) {
            return wrapped;
        }
        return ToolRun.<RuntimeException>sneaky(failure);
    }

    /** A tool throws what it likes, be it declared or not. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException sneaky(Throwable failure) throws X {
        throw (X) failure;
    }
}
