package io.github.idempotency.ai.mcp;

import java.util.Map;
import java.util.Optional;

import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;

/** The call of an MCP client that a thread answers. */
final class McpCall {

    private static final ThreadLocal<@Nullable McpCall> CURRENT = new ThreadLocal<>();

    private final CallToolRequest request;

    private final @Nullable String session;

    private @Nullable IdempotencyException refusal;

    McpCall(CallToolRequest request, @Nullable String session) {
        this.request = request;
        this.session = session;
    }

    static Optional<McpCall> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Makes a call the current one of this thread, or none; gives the one before. */
    static @Nullable McpCall bind(@Nullable McpCall call) {
        McpCall before = CURRENT.get();
        if (call == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(call);
        }
        return before;
    }

    Map<String, Object> arguments() {
        return request.arguments() == null ? Map.of() : request.arguments();
    }

    @Nullable
    Object meta(String field) {
        return request.meta() == null ? null : request.meta().get(field);
    }

    @Nullable
    String session() {
        return session;
    }

    /** What hands the call on makes a text of it, as of any failure. */
    void refused(IdempotencyException ex) {
        refusal = ex;
    }

    @Nullable
    IdempotencyException refusal() {
        return refusal;
    }
}
