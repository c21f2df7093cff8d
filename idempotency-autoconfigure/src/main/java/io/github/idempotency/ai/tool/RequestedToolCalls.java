package io.github.idempotency.ai.tool;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.StringUtils;

/**
 * The tool calls of one message of a model, each to be run once. A callback is told the arguments and not the id: it is
 * running the first call of its name with these arguments that has not been run, in the order of the message.
 */
final class RequestedToolCalls {

    private final List<KeyedToolCall> pending;

    RequestedToolCalls(List<KeyedToolCall> requested) {
        this.pending = new ArrayList<>(requested);
    }

    /** @throws IllegalStateException if the model has not asked for it */
    synchronized KeyedToolCall next(String tool, String arguments) {
        for (int i = 0; i < pending.size(); i++) {
            ToolCall call = pending.get(i).call();
            if (tool.equals(call.tool()) && worded(arguments).equals(worded(call.arguments()))) {
                return pending.remove(i);
            }
        }
        throw new IllegalStateException(
                "The tool '" + tool + "' is called with arguments, or more often, than the model"
                        + " has asked for: the ToolCallingManager must call each callback once for each tool call, with the"
                        + " arguments of that");
    }

    /** Arguments that were not there when a model streamed its call are handed on as an empty object. */
    private static String worded(String arguments) {
        return StringUtils.hasText(arguments) ? arguments : "{}";
    }
}
