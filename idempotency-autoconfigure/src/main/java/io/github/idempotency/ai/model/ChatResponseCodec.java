package io.github.idempotency.ai.model;

import java.util.LinkedHashSet;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.ai.model.StoredGenerations.Result;
import io.github.idempotency.ai.model.StoredGenerations.Tokens;
import io.github.idempotency.execution.ResultCodec;

/** A model's answer as JSON of our own form. Thread-safe. */
final class ChatResponseCodec implements ResultCodec<ChatResponse> {

    private static final Logger log = LoggerFactory.getLogger(ChatResponseCodec.class);

    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    static final ChatResponseCodec INSTANCE = new ChatResponseCodec();

    private ChatResponseCodec() {}

    @Override
    public byte[] encode(ChatResponse response) {
        ChatResponseMetadata metadata = response.getMetadata();
        return MAPPER.writeValueAsBytes(new StoredGenerations(
                metadata.getId(),
                metadata.getModel(),
                stored(metadata.getUsage()),
                PlainMetadata.ofAnswer(metadata.entrySet()),
                response.getResults().stream().map(ChatResponseCodec::stored).toList()));
    }

    /** To be thrown, and said here: an engine does not repeat what a codec says, which may quote an answer. */
    static IllegalArgumentException unstorable(@Nullable String what) {
        log.warn("An answer of a model cannot be stored as it is, and a retry cannot have it: {}", what);
        return new IllegalArgumentException(what);
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
        if (message.getClass() != AssistantMessage.class) {
            throw unstorable("a " + message.getClass().getName());
        }
        ChatGenerationMetadata metadata = generation.getMetadata();
        return new Result(
                message.getText(),
                StoredCalls.of(message),
                StoredMedia.of(message.getMedia()),
                PlainMetadata.ofMessage(message.getMetadata()),
                metadata.getFinishReason(),
                List.copyOf(metadata.getContentFilters()),
                PlainMetadata.ofAnswer(metadata.entrySet()));
    }

    @Override
    public ChatResponse decode(byte[] bytes) {
        StoredGenerations stored = MAPPER.readValue(bytes, StoredGenerations.class);
        ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder()
                .metadata(PlainMetadata.read(stored.metadata()))
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
                .properties(PlainMetadata.read(result.properties()))
                .toolCalls(StoredCalls.calls(result.toolCalls()))
                .media(StoredMedia.media(result.media()))
                .build();
        return new Generation(
                message,
                ChatGenerationMetadata.builder()
                        .metadata(PlainMetadata.read(result.metadata()))
                        .finishReason(result.finishReason())
                        .contentFilters(new LinkedHashSet<>(orNone(result.contentFilters())))
                        .build());
    }

    private static <T> List<T> orNone(@Nullable List<T> stored) {
        return stored == null ? List.of() : stored;
    }
}
