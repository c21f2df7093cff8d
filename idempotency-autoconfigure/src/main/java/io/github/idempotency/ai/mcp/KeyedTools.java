package io.github.idempotency.ai.mcp;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;

/**
 * Makes the key and the session of an MCP call known to the guarded methods that answer it, on the thread that is asked for
 * the answer and, of an asynchronous server, on those of Reactor's schedulers that it is handed on to. Says in the result's
 * {@code _meta} why a call was refused. Stateless.
 */
public final class KeyedTools {

    /** Field of a result's {@code _meta}: the code of a refusal, as of an HTTP answer. */
    public static final String CODE = "io.github.idempotency/code";

    /** Field of a result's {@code _meta}: after how many seconds a retry with the same key is worthwhile. */
    public static final String RETRY_AFTER = "io.github.idempotency/retry-after";

    private KeyedTools() {}

    /** A tool of a server with sessions. */
    public static McpServerFeatures.SyncToolSpecification keyed(McpServerFeatures.SyncToolSpecification tool) {
        return new McpServerFeatures.SyncToolSpecification(
                tool.tool(),
                (exchange, request) -> answer(
                        request, exchange.sessionId(), () -> tool.callHandler().apply(exchange, request)));
    }

    /** A tool of a server without sessions. */
    public static McpStatelessServerFeatures.SyncToolSpecification keyed(
            McpStatelessServerFeatures.SyncToolSpecification tool) {
        return new McpStatelessServerFeatures.SyncToolSpecification(
                tool.tool(),
                (context, request) ->
                        answer(request, null, () -> tool.callHandler().apply(context, request)));
    }

    /** A tool of an asynchronous server with sessions. */
    public static McpServerFeatures.AsyncToolSpecification keyed(McpServerFeatures.AsyncToolSpecification tool) {
        return new McpServerFeatures.AsyncToolSpecification(
                tool.tool(),
                (exchange, request) -> LaterResult.of(
                        request, exchange.sessionId(), () -> tool.callHandler().apply(exchange, request)));
    }

    /** A tool of an asynchronous server without sessions. */
    public static McpStatelessServerFeatures.AsyncToolSpecification keyed(
            McpStatelessServerFeatures.AsyncToolSpecification tool) {
        return new McpStatelessServerFeatures.AsyncToolSpecification(
                tool.tool(),
                (context, request) ->
                        LaterResult.of(request, null, () -> tool.callHandler().apply(context, request)));
    }

    private static CallToolResult answer(
            CallToolRequest request, @Nullable String session, Supplier<CallToolResult> handler) {
        McpCall call = new McpCall(request, session);
        McpCall outer = McpCall.bind(call);
        try {
            return told(call, handler.get());
        } catch (IdempotencyException ex) {
            return refused(ex);
        } finally {
            McpCall.bind(outer);
        }
    }

    /** The result, or what is behind an error that was made of a refusal. */
    static CallToolResult told(McpCall call, CallToolResult result) {
        IdempotencyException refusal = call.refusal();
        return refusal == null || !Boolean.TRUE.equals(result.isError()) ? result : refused(refusal);
    }

    static CallToolResult refused(IdempotencyException refusal) {
        Map<String, Object> meta = new HashMap<>(Map.of(CODE, refusal.problem().code()));
        refusal.retryAfter().ifPresent(after -> meta.put(RETRY_AFTER, Math.max(1, after.toSeconds())));
        return CallToolResult.builder()
                .addTextContent(String.valueOf(refusal.getMessage()))
                .isError(true)
                .meta(meta)
                .build();
    }
}
