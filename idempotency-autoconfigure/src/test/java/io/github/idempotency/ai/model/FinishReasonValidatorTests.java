package io.github.idempotency.ai.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.github.idempotency.execution.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** What a model says of how it ended, whatever the answer comes in. */
class FinishReasonValidatorTests {

    private final FinishReasonValidator validator = new FinishReasonValidator();

    @ParameterizedTest
    @CsvSource({
        "length, cut off",
        "max_tokens, cut off",
        "model_context_window_exceeded, cut off",
        "content_filter, content filter",
        "content_filtered, content filter",
        "guardrail_intervened, content filter",
        "safety, content filter",
        "recitation, content filter",
        "blocklist, content filter",
        "prohibited_content, content filter",
        "spii, content filter",
        "refusal, content filter",
        "malformed_function_call, tool in a wrong way",
        "unexpected_tool_call, tool in a wrong way",
        "malformed_tool_use, tool in a wrong way",
        "malformed_model_output, tool in a wrong way",
        "error_tool, tool in a wrong way",
        "tool_error, tool in a wrong way",
        "error, tool in a wrong way"
    })
    void whatIsNotFinishedAsAskedIsRejected(String reason, String error) {
        isRejected(ended(reason), error);
        isRejected(ended(reason.toUpperCase(Locale.ROOT)), error);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "stop", "STOP", "end_turn", "tool_calls", "TOOL_USE", "stop_sequence"})
    void whatIsFinishedIsUsable(String reason) {
        Generation generation = ended(reason);
        assertThat(validator.validate("drafts/model", generation)).isEqualTo(Verdict.USABLE);
        assertThat(validator.validate("drafts/model", new ChatResponse(List.of(generation))))
                .isEqualTo(Verdict.USABLE);
    }

    /** Some providers say so beside a reason that says nothing of it. */
    @Test
    void whatAFilterHasMarkedIsRejected() {
        isRejected(
                generation(ChatGenerationMetadata.builder()
                        .finishReason("stop")
                        .contentFilters(Set.of("violence"))
                        .build()),
                "content filter");
    }

    @Test
    void oneOfSeveralIsEnough() {
        ChatResponse several = new ChatResponse(List.of(ended("stop"), ended("content_filter"), ended("stop")));
        assertThat(validator.validate("drafts/model", several).error()).contains("content filter");
    }

    /** Nothing is known of it. */
    @Test
    void whatIsNoAnswerOfAModelIsUsable() {
        assertThat(validator.validate("drafts", "length")).isEqualTo(Verdict.USABLE);
        assertThat(validator.validate("drafts", null)).isEqualTo(Verdict.USABLE);
        assertThat(validator.validate("drafts", new ChatClientResponse(null, Map.of())))
                .isEqualTo(Verdict.USABLE);
        assertThat(validator.validate("drafts", new ChatResponse(List.of()))).isEqualTo(Verdict.USABLE);
    }

    private void isRejected(Generation generation, String error) {
        ChatResponse response = new ChatResponse(List.of(generation));
        for (Object result : List.of(generation, response, new ChatClientResponse(response, Map.of()))) {
            Verdict verdict = validator.validate("drafts/model", result);
            assertThat(verdict.isUsable()).as("%s", result.getClass()).isFalse();
            assertThat(verdict.error()).contains(error);
        }
    }

    private static Generation ended(String reason) {
        return generation(ChatGenerationMetadata.builder().finishReason(reason).build());
    }

    private static Generation generation(ChatGenerationMetadata metadata) {
        return new Generation(new AssistantMessage("It begins well"), metadata);
    }
}
