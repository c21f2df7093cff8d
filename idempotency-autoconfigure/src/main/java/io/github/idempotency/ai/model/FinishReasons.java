package io.github.idempotency.ai.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import org.springframework.ai.chat.metadata.ChatGenerationMetadata;

import io.github.idempotency.execution.Verdict;

/** What the words of the providers that Spring AI 2 speaks to mean for an answer. */
final class FinishReasons {

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

    private FinishReasons() {}

    static Verdict judge(ChatGenerationMetadata metadata) {
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
