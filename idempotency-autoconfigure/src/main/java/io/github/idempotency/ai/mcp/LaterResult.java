package io.github.idempotency.ai.mcp;

import java.util.function.Supplier;

import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.IdempotencyException;

/**
 * The result of an MCP call that is there later. Its tool knows the call on the thread on which the answer is asked for, and
 * on those of Reactor's schedulers that this one hands tasks to: Spring AI runs tools that block on such a thread. Stateless.
 */
final class LaterResult {

    static {
        // Nothing else is asked where a tool changes threads by itself. Tasks of no MCP call are left as they are.
        Schedulers.onScheduleHook(LaterResult.class.getName(), McpCall::carried);
    }

    private LaterResult() {}

    /** Each subscription is a call of the client. */
    static Mono<CallToolResult> of(
            CallToolRequest request, @Nullable String session, Supplier<Mono<CallToolResult>> tool) {
        return Mono.defer(() -> {
            McpCall call = new McpCall(request, session);
            return within(call, Mono.defer(tool))
                    .map(result -> KeyedTools.told(call, result))
                    .onErrorResume(IdempotencyException.class, refusal -> Mono.just(KeyedTools.refused(refusal)));
        });
    }

    private static Mono<CallToolResult> within(McpCall call, Mono<CallToolResult> answer) {
        return Mono.fromDirect(subscriber -> call.run(() -> answer.subscribe(subscriber)));
    }
}
