package io.github.idempotency.ai.mcp;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyContext;

/** The call of an MCP client that a thread answers, or several for an answer that is there later. Thread-safe. */
final class McpCall {

    private static final ThreadLocal<@Nullable McpCall> CURRENT = new ThreadLocal<>();

    private final CallToolRequest request;

    private final @Nullable String session;

    private final @Nullable IdempotencyContext around =
            IdempotencyContext.find().orElse(null);

    private final Map<String, Integer> failed = new ConcurrentHashMap<>();

    private final Map<String, Integer> methodCalls = new ConcurrentHashMap<>();

    private volatile @Nullable IdempotencyException refusal;

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

    /** The task, as a part of the call that this thread answers. */
    static Runnable carried(Runnable task) {
        McpCall call = CURRENT.get();
        return call == null ? task : () -> call.run(task);
    }

    void run(Runnable task) {
        McpCall outer = bind(this);
        try {
            task.run();
        } finally {
            bind(outer);
        }
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

    /** Whether the context is that of a guarded call which has begun within this one. */
    boolean contains(IdempotencyContext context) {
        return context != around;
    }

    /**
     * Which of the scope's calls it is, from 1: after one that has failed, the same request is the same call. Counted over
     * all scopes, a call that a retry leaves out would make another call of each after it.
     */
    int methodCall(String scope, String request) {
        Integer again = failed.remove(request);
        return again == null ? methodCalls.merge(scope, 1, Integer::sum) : again;
    }

    void methodCallFailed(String request, int ordinal) {
        failed.put(request, ordinal);
    }

    /** After it had failed: the same request is another call again. */
    void methodCallSucceeded(String request, int ordinal) {
        failed.remove(request, ordinal);
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
