package io.github.idempotency.ai.mcp;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import org.springframework.core.retry.RetryOperations;

import io.github.idempotency.IdempotencyProblem;

/**
 * Calls the tools of an MCP server with a key, and again with the same key where the answer was lost or the first call still
 * runs. Thread-safe if the client is.
 */
public final class KeyedMcpCalls {

    private final McpSyncClient client;

    private final String field;

    private final RetryOperations retries;

    /**
     * @param client of the server
     * @param field of {@code _meta} that is the key
     * @param retries says how often and when a call is made again, and of which exceptions of the client
     */
    public KeyedMcpCalls(McpSyncClient client, String field, RetryOperations retries) {
        this.client = client;
        this.field = field;
        this.retries = retries;
    }

    /** Makes a call that is no retry of any other: under a key of its own. */
    public CallToolResult callTool(CallToolRequest request) {
        return callTool(request, UUID.randomUUID().toString());
    }

    /**
     * Makes a call, or makes it again.
     *
     * @param key the same for all attempts of one call, for example {@code IdempotencyContext.current().childKey("pay")}
     * @return the answer; of a first call that still runs after the last attempt, its refusal
     * @throws RuntimeException the client's own, if there was no answer in the last attempt
     */
    public CallToolResult callTool(CallToolRequest request, String key) {
        Map<String, Object> meta = new HashMap<>(request.meta() == null ? Map.of() : request.meta());
        meta.put(field, key);
        CallToolRequest keyed = new CallToolRequest(request.name(), request.arguments(), meta);
        try {
            return retries.invoke(() -> settled(client.callTool(keyed)));
        } catch (InFlight first) {
            return first.refusal;
        }
    }

    private static CallToolResult settled(CallToolResult result) {
        if (result.meta() != null
                && IdempotencyProblem.IN_PROGRESS.code().equals(result.meta().get(KeyedTools.CODE))) {
            throw new InFlight(result);
        }
        return result;
    }

    /** The first attempt still runs: a reason to ask again, and none to give up before the attempts are used up. */
    private static final class InFlight extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient CallToolResult refusal;

        InFlight(CallToolResult refusal) {
            super("The first call with this key still runs", null, false, false);
            this.refusal = refusal;
        }
    }
}
