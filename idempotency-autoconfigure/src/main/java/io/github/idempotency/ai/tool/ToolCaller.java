package io.github.idempotency.ai.tool;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * Who has tools called. Noted where a message is handed on, because its tools may run on threads that know nobody.
 *
 * @param owner whose the keys are; empty for nobody in particular
 * @param within the guarded call that runs the agent; null if there is none
 */
record ToolCaller(String owner, @Nullable IdempotencyContext within) {

    /** What the thread that runs the tool knows, where nothing was known before. */
    ToolCaller orElse(Supplier<ToolCaller> running) {
        if (!owner.isEmpty()) {
            return this;
        }
        ToolCaller other = running.get();
        return new ToolCaller(other.owner, within == null ? other.within : within);
    }
}
