package io.github.idempotency.ai.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is read back is what was there, to the types of numbers; or it is not stored at all. */
class ChatResponseCodecTests {

    /** As Spring AI's models for Anthropic, Gemini and OpenAI-compatible servers leave it in a message. */
    @Test
    void whatAProviderMustHaveInTheNextPromptIsReadBackAsItWas() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("signature", "EqQBCgIYAhIM");
        properties.put("thinking", Map.of("type", "enabled", "budget_tokens", 2048, "blocks", List.of("a", "b")));
        properties.put("thoughtSignatures", List.of(new byte[] {1, 2, -3}, new byte[0]));
        properties.put("openai.tool_calls.additional_properties", Map.of("call-1", Map.of("extra", "{\"k\":1}")));
        properties.put("index", 0L);
        properties.put("annotations", List.of(Map.of()));
        properties.put("numbers", List.of(1, 2L, 1.5, 1.5f, (short) 3, (byte) 4, Double.NaN));
        properties.put("large", List.of(new BigDecimal("1.10"), new BigInteger("12345678901234567890")));
        properties.put("truths", Arrays.asList(true, null, Set.of("x")));
        properties.put("empty", Map.of("map", Map.of(), "list", List.of()));
        AssistantMessage message = AssistantMessage.builder()
                .content("Let me see")
                .properties(properties)
                .toolCalls(List.of(new ToolCall("call-1", "function", "find", "{ \"id\" : 7 }")))
                .build();
        AssistantMessage again = again(message);
        assertThat(again.getMetadata())
                .usingRecursiveComparison()
                .ignoringFields("numbers")
                .isEqualTo(message.getMetadata());
        assertThat(again.getMetadata().get("index")).isEqualTo(0L);
        assertThat(again.getMetadata().get("numbers")).isEqualTo(properties.get("numbers"));
        assertThat(again.getMetadata().get("large")).isEqualTo(properties.get("large"));
        assertThat(again.getToolCalls()).isEqualTo(message.getToolCalls());
        assertThat(again.getText()).isEqualTo("Let me see");
    }

    /** As applications leave it in the messages of a memory. */
    @Test
    void timesAndIdentifiersAreReadBackAsTheyWere() {
        Map<String, Object> properties = Map.of(
                "sent", Instant.parse("2030-01-02T03:04:05.000000006Z"),
                "due", LocalDate.of(2030, 1, 2),
                "local", LocalDateTime.of(2030, 1, 2, 3, 4),
                "offset", OffsetDateTime.of(2030, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(2)),
                "id", UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c"),
                "sources", List.of(URI.create("https://example.org/a?b=c#d")));
        assertThat(again(AssistantMessage.builder().properties(properties).build())
                        .getMetadata())
                .containsAllEntriesOf(properties);
        UserMessage asked =
                UserMessage.builder().text("when?").metadata(properties).build();
        assertThat(MessagesCodec.INSTANCE.decode(MessagesCodec.INSTANCE.encode(List.of(asked))))
                .singleElement()
                .satisfies(message -> assertThat(message.getMetadata()).containsAllEntriesOf(properties));
    }

    @Test
    void mediaAreReadBackAsTheyWere() {
        Media bytes = Media.builder()
                .mimeType(MimeTypeUtils.IMAGE_PNG)
                .data(new byte[] {1, 2, 3})
                .id("image-1")
                .name("a")
                .build();
        Media place = Media.builder()
                .mimeType(MimeTypeUtils.IMAGE_JPEG)
                .data(URI.create("https://example.org/a.jpg"))
                .name("b")
                .build();
        List<Media> again = again(AssistantMessage.builder()
                        .content("Two")
                        .media(List.of(bytes, place))
                        .build())
                .getMedia();
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("mimeType.toStringValue")
                .isEqualTo(List.of(bytes, place));
    }

    /** OpenAI's streams have one; its other answers have the name. */
    @Test
    void aConstantIsReadBackAsItsName() {
        assertThat(again(AssistantMessage.builder()
                                .properties(Map.of("finishReason", Thread.State.NEW))
                                .build())
                        .getMetadata())
                .containsEntry("finishReason", "NEW");
    }

    @Test
    void aMessageOfAProvidersOwnIsNotStoredAsAnother() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded(new Reasoning("so", "because")))
                .withMessageContaining(Reasoning.class.getName());
    }

    @Test
    void aMessageWithAnObjectOfAProvidersOwnIsNotStoredWithoutIt() {
        AssistantMessage message = AssistantMessage.builder()
                .properties(Map.of("citations", List.of(new Object())))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded(message))
                .withMessageContaining("citations")
                .withMessageContaining("java.lang.Object");
    }

    /** No prompt has it: rate limits were those of then. */
    @Test
    void whatIsKnownOfAnAnswerIsStoredWithoutAProvidersOwnObjects() {
        ChatResponse response = new ChatResponse(
                List.of(new Generation(
                        new AssistantMessage("so"),
                        ChatGenerationMetadata.builder()
                                .finishReason("STOP")
                                .metadata("logprobs", List.of(-0.5, -1.25))
                                .metadata("own", new Object())
                                .build())),
                ChatResponseMetadata.builder()
                        .rateLimit(new EmptyRateLimit())
                        .keyValue("created", 1_700_000_000L)
                        .keyValue("own", new Object())
                        .build());
        ChatResponse again = ChatResponseCodec.INSTANCE.decode(ChatResponseCodec.INSTANCE.encode(response));
        assertThat(again.getMetadata().<Object>get("created")).isEqualTo(1_700_000_000L);
        assertThat(again.getMetadata().<Object>get("own")).isNull();
        ChatGenerationMetadata metadata = again.getResult().getMetadata();
        assertThat(metadata.<Object>get("logprobs")).isEqualTo(List.of(-0.5, -1.25));
        assertThat(metadata.<Object>get("own")).isNull();
    }

    /** As they were written before values had types. */
    @Test
    void recordsOfAnEarlierReleaseAreRead() {
        String stored = "{\"id\":\"r\",\"metadata\":{\"created\":7},\"results\":[{\"text\":\"so\",\"toolCalls\":[],"
                + "\"media\":[],\"properties\":{\"refusal\":\"\",\"index\":0,\"done\":true},\"finishReason\":\"STOP\","
                + "\"contentFilters\":[]}]}";
        ChatResponse response = ChatResponseCodec.INSTANCE.decode(stored.getBytes());
        assertThat(response.getResult().getOutput().getMetadata())
                .containsEntry("refusal", "")
                .containsEntry("index", 0)
                .containsEntry("done", true);
    }

    private static AssistantMessage again(AssistantMessage message) {
        return ChatResponseCodec.INSTANCE.decode(encoded(message)).getResult().getOutput();
    }

    private static byte[] encoded(AssistantMessage message) {
        return ChatResponseCodec.INSTANCE.encode(new ChatResponse(
                List.of(new Generation(message)),
                ChatResponseMetadata.builder().usage(new DefaultUsage(1, 1)).build()));
    }

    /** As DeepSeek's model has one. */
    static final class Reasoning extends AssistantMessage {

        final String reasoning;

        Reasoning(String text, String reasoning) {
            super(text);
            this.reasoning = reasoning;
        }
    }
}
