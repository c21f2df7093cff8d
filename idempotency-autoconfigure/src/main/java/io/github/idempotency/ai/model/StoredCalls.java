package io.github.idempotency.ai.model;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

import io.github.idempotency.ai.model.StoredGenerations.Call;

/** The tools that a model's answer asks for. */
final class StoredCalls {

    private StoredCalls() {}

    static List<Call> of(AssistantMessage message) {
        return message.getToolCalls().stream()
                .map(call -> new Call(call.id(), call.type(), call.name(), call.arguments()))
                .toList();
    }

    static List<ToolCall> calls(@Nullable List<Call> stored) {
        return stored == null
                ? List.of()
                : stored.stream()
                        .map(call -> new ToolCall(call.id(), call.type(), call.name(), call.arguments()))
                        .toList();
    }
}
