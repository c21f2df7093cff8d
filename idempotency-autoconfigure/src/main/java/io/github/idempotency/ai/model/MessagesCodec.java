package io.github.idempotency.ai.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;

import io.github.idempotency.ai.model.StoredGenerations.Call;
import io.github.idempotency.ai.model.StoredGenerations.Part;
import io.github.idempotency.execution.ResultCodec;

/** The messages of a prompt as JSON of our own form. Thread-safe. */
final class MessagesCodec implements ResultCodec<List<Message>> {

    static final MessagesCodec INSTANCE = new MessagesCodec();

    private MessagesCodec() {}

    /** One message: JSON of these names, which a later version reads too. */
    record Stored(
            MessageType type,
            @Nullable String text,
            @Nullable Map<String, @Nullable Object> properties,
            @Nullable List<Call> toolCalls,
            @Nullable List<Part> media,
            @Nullable List<ToolResponse> responses) {}

    /** All of them. */
    record Conversation(List<Stored> messages) {}

    @Override
    public byte[] encode(List<Message> messages) {
        List<Stored> stored = messages.stream().map(MessagesCodec::stored).toList();
        return ChatResponseCodec.MAPPER.writeValueAsBytes(new Conversation(stored));
    }

    private static Stored stored(Message message) {
        Class<?> type = message.getClass();
        boolean assistant = type == AssistantMessage.class;
        boolean user = type == UserMessage.class;
        boolean tools = type == ToolResponseMessage.class;
        if (!assistant && !user && !tools && type != SystemMessage.class) {
            throw ChatResponseCodec.unstorable("a " + type.getName() + " in its prompt");
        }
        return new Stored(
                message.getMessageType(),
                message.getText(),
                PlainMetadata.ofMessage(message.getMetadata()),
                assistant ? StoredCalls.of((AssistantMessage) message) : null,
                assistant
                        ? StoredMedia.of(((AssistantMessage) message).getMedia())
                        : user ? StoredMedia.of(((UserMessage) message).getMedia()) : null,
                tools ? ((ToolResponseMessage) message).getResponses() : null);
    }

    @Override
    public List<Message> decode(byte[] bytes) {
        return ChatResponseCodec.MAPPER.readValue(bytes, Conversation.class).messages().stream()
                .map(MessagesCodec::message)
                .toList();
    }

    private static Message message(Stored stored) {
        Map<String, Object> properties = PlainMetadata.read(stored.properties());
        String text = stored.text();
        return switch (stored.type()) {
            case SYSTEM ->
                SystemMessage.builder()
                        .text(text == null ? "" : text)
                        .metadata(properties)
                        .build();
            case USER ->
                UserMessage.builder()
                        .text(text == null ? "" : text)
                        .metadata(properties)
                        .media(StoredMedia.media(stored.media()))
                        .build();
            case ASSISTANT ->
                AssistantMessage.builder()
                        .content(text)
                        .properties(properties)
                        .toolCalls(StoredCalls.calls(stored.toolCalls()))
                        .media(StoredMedia.media(stored.media()))
                        .build();
            case TOOL ->
                ToolResponseMessage.builder()
                        .responses(stored.responses() == null ? List.of() : stored.responses())
                        .metadata(properties)
                        .build();
        };
    }
}
