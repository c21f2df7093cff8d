package io.github.idempotency.ai.mcp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.mcp.McpConnectionInfo;
import org.springframework.ai.mcp.McpToolNamePrefixGenerator;

import io.github.idempotency.ai.tool.ReadOnlyTools;

/**
 * Believes MCP servers that are trusted which of their tools are read-only or idempotent. Spring AI tells of a tool, its
 * server and the name by which a model knows it when it names it, so this listens there. Thread-safe.
 */
public final class TrustedHints implements ReadOnlyTools {

    private final Set<String> readOnly = ConcurrentHashMap.newKeySet();

    private final Set<String> trusted;

    /** @param trusted names or titles of this application's clients of theirs: what a server calls itself proves nothing */
    public TrustedHints(Set<String> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    @Override
    public boolean isReadOnly(String tool) {
        return readOnly.contains(tool);
    }

    /** The names that the generator gives, noted. */
    public McpToolNamePrefixGenerator noting(McpToolNamePrefixGenerator names) {
        return (connection, tool) -> {
            String name = names.prefixedToolName(connection, tool);
            if (isTrusted(connection) && isHarmless(tool.annotations())) {
                readOnly.add(name);
            } else {
                readOnly.remove(name);
            }
            return name;
        };
    }

    private boolean isTrusted(McpConnectionInfo connection) {
        Implementation client = connection.clientInfo();
        return trusted.contains(client.name()) || (client.title() != null && trusted.contains(client.title()));
    }

    private static boolean isHarmless(@Nullable ToolAnnotations hints) {
        return hints != null
                && (Boolean.TRUE.equals(hints.readOnlyHint()) || Boolean.TRUE.equals(hints.idempotentHint()));
    }
}
