package io.github.idempotency.ai.model;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

import io.github.idempotency.store.Fingerprint;

/**
 * What a model is asked: the messages with their tool calls, tool results and media, and the options that every provider
 * has, with the names of the tools. Not the metadata of messages or the tool context, which may differ between two attempts.
 */
final class PromptFingerprint {

    private PromptFingerprint() {}

    /** @param format what the answer must look like, where the prompt does not say it yet */
    static Fingerprint of(Prompt prompt, @Nullable Object format) {
        List<String> parts = new ArrayList<>();
        List<Message> messages = prompt.getInstructions();
        parts.add(String.valueOf(messages.size()));
        messages.forEach(message -> add(parts, message));
        add(parts, prompt.getOptions());
        parts.add(String.valueOf(format));
        return Fingerprint.of(parts.toArray(String[]::new));
    }

    private static void add(List<String> parts, Message message) {
        parts.add(message.getMessageType().name());
        parts.add(String.valueOf(message.getText()));
        if (message instanceof AssistantMessage assistant) {
            parts.add(String.valueOf(assistant.getToolCalls()));
        }
        if (message instanceof ToolResponseMessage tools) {
            parts.add(String.valueOf(tools.getResponses()));
        }
        if (message instanceof MediaContent content) {
            List<Media> media = content.getMedia();
            parts.add(String.valueOf(media.size()));
            media.forEach(medium -> {
                Object data = medium.getData();
                parts.add(medium.getMimeType().toString());
                parts.add(data instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : data.toString());
            });
        }
    }

    private static void add(List<String> parts, @Nullable ChatOptions options) {
        if (options == null) {
            return;
        }
        parts.add(String.valueOf(options.getModel()));
        parts.add(String.valueOf(options.getTemperature()));
        parts.add(String.valueOf(options.getTopP()));
        parts.add(String.valueOf(options.getTopK()));
        parts.add(String.valueOf(options.getMaxTokens()));
        parts.add(String.valueOf(options.getFrequencyPenalty()));
        parts.add(String.valueOf(options.getPresencePenalty()));
        parts.add(String.valueOf(options.getStopSequences()));
        if (options instanceof ToolCallingChatOptions calling && calling.getToolCallbacks() != null) {
            calling.getToolCallbacks()
                    .forEach(tool -> parts.add(tool.getToolDefinition().name()));
        }
    }
}
