package io.github.idempotency.ai.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;

/**
 * Rejects what a model did not finish as it was asked to: answers that were cut off, answers that were filtered, and calls
 * of tools that it got wrong. Judges results that are a {@code ChatResponse}, a {@code ChatClientResponse} or a
 * {@code Generation}. Reads the words of the providers that Spring AI 2 speaks to.
 */
public final class FinishReasonValidator implements ResultValidator {

    private static final Set<String> CUT_OFF = Set.of("length", "max_tokens", "model_context_window_exceeded");

    private static final Set<String> FILTERED = Set.of(
            "content_filter",
            "content_filtered",
            "guardrail_intervened",
            "safety",
            "recitation",
            "blocklist",
            "prohibited_content",
            "spii",
            "refusal");

    private static final Set<String> FAILED = Set.of(
            "malformed_function_call",
            "unexpected_tool_call",
            "malformed_tool_use",
            "malformed_model_output",
            "error_tool",
            "tool_error",
            "error");

    @Override
    public Verdict validate(String scope, @Nullable Object result) {
        if (result instanceof ChatClientResponse response) {
            return validate(scope, response.chatResponse());
        }
        if (result instanceof ChatResponse response) {
            return response.getResults().stream()
                    .map(generation -> validate(scope, generation))
                    .reduce(Verdict.USABLE, Verdict::and);
        }
        return result instanceof Generation generation ? judge(generation.getMetadata()) : Verdict.USABLE;
    }

    private static Verdict judge(ChatGenerationMetadata metadata) {
        String reason =
                Objects.requireNonNullElse(metadata.getFinishReason(), "").toLowerCase(Locale.ROOT);
        if (CUT_OFF.contains(reason)) {
            return Verdict.rejected("it was cut off before its end, be shorter");
        }
        if (FILTERED.contains(reason) || !metadata.getContentFilters().isEmpty()) {
            return Verdict.rejected("it was held back by a content filter");
        }
        return FAILED.contains(reason) ? Verdict.rejected("it called a tool in a wrong way") : Verdict.USABLE;
    }
}
