package io.github.idempotency.ai.tool;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;

/**
 * Which tools of a message have failed: what the model is told of it is no success, whatever the framework makes of it.
 * Thread-safe, for tools that run at a time.
 */
final class ToolFailures implements ResultValidator {

    /** In the same order whoever failed first: one failure, one wording. */
    private final Set<String> failed = new ConcurrentSkipListSet<>();

    void add(String tool) {
        failed.add(tool);
    }

    /** The turn is attempted again. */
    void forget() {
        failed.clear();
    }

    @Override
    public Verdict validate(String scope, @Nullable Object result) {
        return failed.isEmpty()
                ? Verdict.USABLE
                : Verdict.rejected("These tools have failed: " + String.join(", ", failed));
    }
}
