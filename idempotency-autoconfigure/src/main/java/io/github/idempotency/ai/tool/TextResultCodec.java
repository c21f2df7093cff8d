package io.github.idempotency.ai.tool;

import dev.langchain4j.service.tool.ToolExecutionResult;

import io.github.idempotency.execution.ResultCodec;

/** The text of a result, which is all of it that a model is told. */
enum TextResultCodec implements ResultCodec<ToolExecutionResult> {
    INSTANCE;

    @Override
    public byte[] encode(ToolExecutionResult result) {
        return UTF_8.encode(result.resultText());
    }

    @Override
    public ToolExecutionResult decode(byte[] bytes) {
        return ToolExecutionResult.builder().resultText(UTF_8.decode(bytes)).build();
    }
}
