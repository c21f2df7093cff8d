package io.github.idempotency.ai.mcp;

import java.lang.reflect.Method;
import java.util.Set;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.aop.PendingCall;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

/**
 * The method of a tool. Without an expression its key is the one that the caller of an MCP server sends, and if a model of
 * this application calls it, that of the guarded tool call. What it returns is stored as of any service.
 */
public final class McpToolInvocationAdapter implements InvocationAdapter {

    private static final Set<String> TOOL_ANNOTATIONS = Set.of(
            "org.springframework.ai.tool.annotation.Tool",
            "org.springframework.ai.mcp.annotation.McpTool",
            "org.springaicommunity.mcp.annotation.McpTool");

    private final McpKeys keys;

    private final InvocationAdapter services;

    /**
     * @param field of {@code _meta} that is the key
     * @param missing what the key of a call is that lacks it
     * @param json compares arguments
     * @param services stores what methods return
     */
    public McpToolInvocationAdapter(
            String field, MissingMcpKey missing, CanonicalJson json, InvocationAdapter services) {
        this.keys = new McpKeys(field, missing, json);
        this.services = services;
    }

    @Override
    public boolean supports(Method method, Class<?> targetClass) {
        MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        return TOOL_ANNOTATIONS.stream().anyMatch(annotations::isPresent);
    }

    @Override
    public boolean guardedByType(Method method, Class<?> targetClass) {
        return true;
    }

    @Override
    public String implicitKeySource() {
        return keys.source();
    }

    @Override
    public Layer layer() {
        return Layer.TOOL;
    }

    @Override
    public void prepare(Method method, Class<?> targetClass, IdempotentSettings settings) {
        services.prepare(method, targetClass, settings);
    }

    @Override
    public boolean recordsSequences(Method method, Class<?> targetClass) {
        return services.recordsSequences(method, targetClass);
    }

    @Override
    public @Nullable ResultCodec<@Nullable Object> codec(Method method, Class<?> targetClass) {
        return services.codec(method, targetClass);
    }

    @Override
    public @Nullable String implicitKey() {
        McpCall call = McpCall.current().orElse(null);
        return call != null
                ? keys.key(call)
                : IdempotencyContext.find()
                        .filter(context -> context.scope().startsWith(IdempotentConfiguration.TOOL_PREFIX))
                        .map(context -> context.childKey("method"))
                        .orElse(null);
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return McpCall.current()
                .map(call -> keys.fingerprint(call, selection.fields()))
                .orElse(Fingerprint.NONE);
    }

    @Override
    public @Nullable Object invoke(PendingCall call, MethodInvocation invocation) throws Throwable {
        try {
            return services.invoke(call, invocation);
        } catch (IdempotencyException ex) {
            McpCall.current().ifPresent(current -> current.refused(ex));
            throw ex;
        }
    }

    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) throws Throwable {
        return services.invoke(executor, operation, invocation);
    }

    @Override
    public @Nullable Object refuse(IdempotencyException refusal) {
        return services.refuse(refusal);
    }
}
