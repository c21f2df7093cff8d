package io.github.idempotency.ai.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's executor of a tool, guarded by {@link GuardedTools}: the session is the memory id, the key the request's
 * id. Of a result its text is stored; one that is no text is given but not retained. A result that is an error is a failure,
 * of which nothing is stored. Thread-safe if the executor is.
 */
public final class GuardedToolExecutor implements ToolExecutor {

    /** Of services without {@code @MemoryId}: all of their callers would be one session. */
    private static final String NO_MEMORY_ID = "default";

    private final ToolExecutor executor;

    private final GuardedTools tools;

    private final @Nullable ToolCaller asked;

    /**
     * An executor whose calls are those of the thread that runs them.
     *
     * @param executor runs the tool
     * @param tools guards it
     */
    public GuardedToolExecutor(ToolExecutor executor, GuardedTools tools) {
        this(executor, tools, null);
    }

    /** @param asked who has asked for the tool, and so calls it on whatever thread; null if nobody has yet */
    GuardedToolExecutor(ToolExecutor executor, GuardedTools tools, @Nullable ToolCaller asked) {
        this.executor = executor;
        this.tools = tools;
        this.asked = asked;
    }

    @Override
    public String execute(ToolExecutionRequest request, @Nullable Object memoryId) {
        return executeWithContext(
                        request,
                        InvocationContext.builder().chatMemoryId(memoryId).build())
                .resultText();
    }

    /** @throws io.github.idempotency.IdempotencyException if the call was refused; the tool did not run */
    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        Object memoryId = context.chatMemoryId();
        String arguments = request.arguments();
        ToolCall call = new ToolCall(
                memoryId == null || NO_MEMORY_ID.equals(memoryId) ? null : memoryId.toString(),
                request.name(),
                request.id(),
                arguments == null ? "" : arguments);
        ToolRun<ToolExecutionResult> run = new ToolRun<>(ToolExecutionException.class, () -> result(request, context));
        try {
            return tools.isReadOnly(call.tool())
                    ? run.run()
                    : tools.call(tools.keyed(call, caller()), TextResultCodec.INSTANCE, run);
        } catch (FailedTool failed) {
            return failed.result();
        } catch (Throwable failure) {
            throw run.asThrown(failure);
        }
    }

    private ToolCaller caller() {
        return asked == null ? tools.caller() : asked.orElse(tools::caller);
    }

    private ToolExecutionResult result(ToolExecutionRequest request, InvocationContext context) {
        ToolExecutionResult result = executor.executeWithContext(request, context);
        if (result.isError()) {
            throw new FailedTool(result);
        }
        return result;
    }
}
