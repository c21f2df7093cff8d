package io.github.idempotency.ai.tool;

import java.util.function.Supplier;

import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;
import org.springframework.util.ClassUtils;
import reactor.util.context.ContextView;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * The guarded call around a turn of a streamed answer. Spring AI calls its tools on another thread than it was asked on, and
 * says there in which Reactor context.
 */
final class StreamedTurn {

    /** It is in a package of Spring AI's own, so a later version may lack it. */
    private static final boolean TOLD = ClassUtils.isPresent(
            "org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder",
            StreamedTurn.class.getClassLoader());

    private StreamedTurn() {}

    /** Runs a turn within the guarded call of this thread, or else that of the stream. */
    static <T> T run(Supplier<T> turn) {
        if (!TOLD || IdempotencyContext.find().isPresent()) {
            return turn.get();
        }
        ContextView stream = ToolCallReactiveContextHolder.getContext();
        if (!stream.hasKey(IdempotencyContext.class)) {
            return turn.get();
        }
        IdempotencyContext.bind(stream.get(IdempotencyContext.class));
        try {
            return turn.get();
        } finally {
            IdempotencyContext.bind(null);
        }
    }
}
