package io.github.idempotency.ai.tool;

import dev.langchain4j.service.tool.ToolExecutionResult;

/** Tells the engine that a tool has failed whose framework says so in its result. */
final class FailedTool extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ToolExecutionResult result;

    FailedTool(ToolExecutionResult result) {
        super("The tool has failed", null, false, false);
        this.result = result;
    }

    ToolExecutionResult result() {
        return result;
    }
}
