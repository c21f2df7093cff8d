package io.github.idempotency.ai.mcp;

import java.util.HashMap;
import java.util.Map;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.mcp.ToolContextToMcpMetaConverter;

import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;

/**
 * Sends the key of a guarded tool call to the MCP server whose tool it is: the same in every attempt of that call, so that
 * the server can tell a retry. A call that is not guarded brings no key. Thread-safe if the other converter is.
 */
public final class ExecutionKeyMeta implements ToolContextToMcpMetaConverter {

    private final ToolContextToMcpMetaConverter others;

    private final String field;

    /**
     * @param others converts the context
     * @param field of {@code _meta} that is the key
     */
    public ExecutionKeyMeta(ToolContextToMcpMetaConverter others, String field) {
        this.others = others;
        this.field = field;
    }

    @Override
    public Map<String, Object> convert(ToolContext context) {
        Map<String, Object> meta = new HashMap<>(others.convert(context));
        IdempotencyContext.find()
                .filter(execution -> execution.scope().startsWith(IdempotentConfiguration.TOOL_PREFIX))
                .filter(execution -> !GuardedStep.isStep(execution))
                .ifPresent(execution -> meta.put(field, execution.childKey("mcp")));
        return meta;
    }
}
