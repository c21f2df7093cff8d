package io.github.idempotency.ai.mcp;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.function.Consumer;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.ai.mcp.MethodCalls.Counted;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.aop.PendingCall;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.key.GuardedCall;
import io.github.idempotency.store.Fingerprint;

/**
 * The method of a tool. Without an expression its key is the one that the caller of an MCP server sends, and if a model of
 * this application calls it, that of the guarded tool call; further calls within one tool call have keys derived from it. What it returns is stored as of any service.
 */
public final class McpToolInvocationAdapter implements InvocationAdapter {

    private static final Set<String> TOOL_ANNOTATIONS =
            Set.of("org.springframework.ai.tool.annotation.Tool", "org.springframework.ai.mcp.annotation.McpTool");

    private final McpKeys keys;

    private final MethodCalls calls;

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
        this.calls = new MethodCalls(keys, json);
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
        return McpCall.current().isPresent() ? keys.source() : keys.source() + ", which is not known on this thread";
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
        return McpCall.current().map(keys::key).orElse(null);
    }

    @Override
    public @Nullable String implicitKey(GuardedCall call, String scope) {
        return calls.key(call, scope);
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return McpCall.current()
                .map(call -> keys.fingerprint(call, selection.fields()))
                .orElse(Fingerprint.NONE);
    }

    @Override
    public @Nullable Object invoke(PendingCall call, MethodInvocation invocation) throws Throwable {
        McpCall client = McpCall.current().orElse(null);
        IdempotentOperation operation;
        Counted counted;
        try {
            operation = call.operation();
        } catch (IdempotencyException ex) {
            refused(client, ex);
            return services.refuse(ex, invocation);
        } finally {
            counted = calls.made();
        }
        Consumer<Throwable> failure = ex -> {
            counted.failed().run();
            refused(client, ex);
        };
        try {
            return answer(
                    operation == null ? invocation.proceed() : services.invoke(call.executor(), operation, invocation),
                    failure,
                    counted.succeeded());
        } catch (Throwable ex) {
            failure.accept(ex);
            throw ex;
        }
    }

    /** What fails later, with each subscription, has failed as what fails now. Spring AI offers no other later answers. */
    private static @Nullable Object answer(@Nullable Object returned, Consumer<Throwable> failure, Runnable success) {
        if (returned instanceof Mono<?> later) {
            return later.doOnError(failure).doOnSuccess(answer -> success.run());
        }
        return returned instanceof Flux<?> later ? later.doOnError(failure).doOnComplete(success) : returned;
    }

    private static void refused(@Nullable McpCall client, Throwable ex) {
        if (client != null && ex instanceof IdempotencyException refusal) {
            client.refused(refusal);
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
