package io.github.idempotency.ai.model;

import java.util.LinkedHashSet;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.ai.model.StoredGenerations.Call;
import io.github.idempotency.ai.model.StoredGenerations.Result;
import io.github.idempotency.ai.model.StoredGenerations.Tokens;
import io.github.idempotency.execution.ResultCodec;

/** A model's answer as JSON of our own form. Thread-safe. */
final class ChatResponseCodec implements ResultCodec<ChatResponse> {

    static final ChatResponseCodec INSTANCE = new ChatResponseCodec();

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private ChatResponseCodec() {}

    @Override
    public byte[] encode(ChatResponse response) {
        ChatResponseMetadata metadata = response.getMetadata();
        return mapper.writeValueAsBytes(new StoredGenerations(
                metadata.getId(),
                metadata.getModel(),
                stored(metadata.getUsage()),
                PlainMetadata.of(metadata.entrySet()),
                response.getResults().stream().map(ChatResponseCodec::stored).toList()));
    }

    private static @Nullable Tokens stored(@Nullable Usage usage) {
        return usage == null || usage instanceof EmptyUsage
                ? null
                : new Tokens(
                        usage.getPromptTokens(),
                        usage.getCompletionTokens(),
                        usage.getTotalTokens(),
                        usage.getCacheReadInputTokens(),
                        usage.getCacheWriteInputTokens());
    }

    private static Result stored(Generation generation) {
        AssistantMessage message = generation.getOutput();
        ChatGenerationMetadata metadata = generation.getMetadata();
        return new Result(
                message.getText(),
                message.getToolCalls().stream()
                        .map(call -> new Call(call.id(), call.type(), call.name(), call.arguments()))
                        .toList(),
                message.getMedia().stream().map(StoredMedia::of).toList(),
                PlainMetadata.of(message.getMetadata().entrySet()),
                metadata.getFinishReason(),
                List.copyOf(metadata.getContentFilters()),
                PlainMetadata.of(metadata.entrySet()));
    }

    @Override
    public ChatResponse decode(byte[] bytes) {
        StoredGenerations stored = mapper.readValue(bytes, StoredGenerations.class);
        ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder()
                .metadata(PlainMetadata.orNone(stored.metadata()))
                .usage(usage(stored.usage()));
        if (stored.id() != null) {
            metadata.id(stored.id());
        }
        if (stored.model() != null) {
            metadata.model(stored.model());
        }
        return new ChatResponse(
                stored.results().stream().map(ChatResponseCodec::generation).toList(), metadata.build());
    }

    private static Usage usage(@Nullable Tokens tokens) {
        return tokens == null
                ? new EmptyUsage()
                : new DefaultUsage(
                        tokens.prompt(),
                        tokens.completion(),
                        tokens.total(),
                        null,
                        tokens.cacheRead(),
                        tokens.cacheWrite());
    }

    private static Generation generation(Result result) {
        AssistantMessage message = AssistantMessage.builder()
                .content(result.text())
                .properties(PlainMetadata.orNone(result.properties()))
                .toolCalls(orNone(result.toolCalls()).stream()
                        .map(call -> new ToolCall(call.id(), call.type(), call.name(), call.arguments()))
                        .toList())
                .media(orNone(result.media()).stream().map(StoredMedia::media).toList())
                .build();
        return new Generation(
                message,
                ChatGenerationMetadata.builder()
                        .metadata(PlainMetadata.orNone(result.metadata()))
                        .finishReason(result.finishReason())
                        .contentFilters(new LinkedHashSet<>(orNone(result.contentFilters())))
                        .build());
    }

    private static <T> List<T> orNone(@Nullable List<T> stored) {
        return stored == null ? List.of() : stored;
    }
}
