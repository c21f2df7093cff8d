package io.github.idempotency.ai.tool;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * Turns of guarded calls that have failed. Made again within the same call, a turn is of the same tool calls: those without an
 * id would otherwise be counted anew, and run again although they had succeeded. Forgotten with the call. Thread-safe.
 */
final class FailedTurns {

    private final Map<IdempotencyContext, Map<List<ToolCall>, List<KeyedToolCall>>> failed =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** The calls as they were keyed when the turn failed, or as they are now. */
    List<KeyedToolCall> keyed(List<ToolCall> asked, Function<ToolCall, KeyedToolCall> key) {
        IdempotencyContext within = IdempotencyContext.find().orElse(null);
        Map<List<ToolCall>, List<KeyedToolCall>> turns = within == null ? null : failed.get(within);
        List<KeyedToolCall> again = turns == null ? null : turns.remove(asked);
        return again == null ? asked.stream().map(key).toList() : again;
    }

    void add(IdempotencyContext within, List<KeyedToolCall> calls) {
        failed.computeIfAbsent(within, any -> new ConcurrentHashMap<>())
                .put(calls.stream().map(KeyedToolCall::call).toList(), calls);
    }
}
