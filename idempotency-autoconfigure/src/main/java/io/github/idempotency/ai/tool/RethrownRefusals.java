package io.github.idempotency.ai.tool;

import dev.langchain4j.service.tool.ToolErrorContext;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecutionErrorHandler;

import io.github.idempotency.IdempotencyException;

/**
 * Lets refusals of guarded tools leave an AI service of LangChain4j, which by itself tells the model of them: the model
 * would answer with another call, under another id. Give it to {@code AiServices.toolExecutionErrorHandler}. Thread-safe if
 * the other handler is.
 */
public final class RethrownRefusals implements ToolExecutionErrorHandler {

    private final ToolExecutionErrorHandler failures;

    /** A handler that tells the model the messages of all failures. */
    public RethrownRefusals() {
        this((error, context) -> ToolErrorHandlerResult.text(String.valueOf(error.getMessage())));
    }

    /** @param failures handles what is no refusal */
    public RethrownRefusals(ToolExecutionErrorHandler failures) {
        this.failures = failures;
    }

    /** @throws IdempotencyException the refusal, if it is one */
    @Override
    public ToolErrorHandlerResult handle(Throwable error, ToolErrorContext context) {
        if (context.rawError() instanceof IdempotencyException refusal) {
            throw refusal;
        }
        if (error instanceof IdempotencyException refusal) {
            throw refusal;
        }
        return failures.handle(error, context);
    }
}
