package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolExecutionResult;

import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.store.Fingerprint;

/**
 * The tool calls of one message as a step of the guarded call around them: what the model was told of them, failures and
 * the answers of unguarded tools included, is told to it again when that call is run again. A step is known by its calls, so
 * that a model that was asked again and wants something else is answered. One in which a tool has failed is recorded as
 * rejected: the model is told of it again, and it counts for no success.
 */
record TurnSteps(Supplier<GuardedSteps> steps) {

    /** The kind of step, the last part of its scope. */
    private static final String KIND = "tools";

    ToolExecutionResult take(
            IdempotencyContext within,
            Prompt prompt,
            AssistantMessage message,
            List<KeyedToolCall> calls,
            Function<ToolFailures, ToolExecutionResult> turn) {
        Fingerprint asked = asked(calls);
        GuardedStep step = GuardedStep.next(within, KIND, asked.toString(), asked);
        ToolFailures failures = new ToolFailures();
        AtomicReference<@Nullable ToolExecutionResult> ended = new AtomicReference<>();
        RecordedTurn recorded = steps.get().take(within, step, failures, RecordedTurnCodec.INSTANCE, () -> {
            failures.forget();
            ToolExecutionResult result = turn.apply(failures);
            ended.set(result);
            return kept(prompt, result, step);
        });
        ToolExecutionResult result = ended.get();
        if (result != null && recorded.equals(kept(prompt, result, step))) {
            return result;
        }
        List<RecordedTurn.Answer> answers = recorded.answers();
        return answers == null ? turn.apply(failures) : recorded.after(prompt, message, answers);
    }

    private static RecordedTurn kept(Prompt prompt, ToolExecutionResult result, GuardedStep step) {
        return RecordedTurnCodec.INSTANCE.bounded(
                RecordedTurn.of(prompt, result), step.operation().policy().maxResultSize());
    }

    private static Fingerprint asked(List<KeyedToolCall> calls) {
        return Fingerprint.of(calls.stream()
                .flatMap(keyed -> Stream.of(
                        String.valueOf(keyed.call().id()),
                        keyed.call().tool(),
                        keyed.arguments().toString()))
                .toArray(String[]::new));
    }
}
