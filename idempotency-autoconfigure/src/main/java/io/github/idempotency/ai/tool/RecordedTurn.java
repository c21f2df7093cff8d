package io.github.idempotency.ai.tool;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolExecutionResult;

/**
 * What the tools of one message have answered, as it is stored: JSON of these names, which a later version reads too.
 *
 * @param answers in the order in which the model is told them; null if they are not stored: the manager has made more of
 *     the conversation than to add them, or they are larger than what is kept
 * @param returnDirect whether they are the answer, without the model
 */
record RecordedTurn(@Nullable List<Answer> answers, boolean returnDirect) {

    /** One tool's. */
    record Answer(String id, String name, String data) {}

    static RecordedTurn of(Prompt prompt, ToolExecutionResult result) {
        List<Message> conversation = result.conversationHistory();
        int before = prompt.getInstructions().size();
        boolean added = conversation.size() == before + 2 && conversation.get(before) instanceof AssistantMessage;
        return new RecordedTurn(
                added && conversation.get(before + 1) instanceof ToolResponseMessage answers
                        ? answers.getResponses().stream()
                                .map(answer -> new Answer(answer.id(), answer.name(), answer.responseData()))
                                .toList()
                        : null,
                result.returnDirect());
    }

    /** The conversation with the message that asked and its answers. */
    ToolExecutionResult after(Prompt prompt, AssistantMessage message, List<Answer> recorded) {
        List<Message> conversation = new ArrayList<>(prompt.getInstructions());
        conversation.add(message);
        conversation.add(ToolResponseMessage.builder()
                .responses(recorded.stream()
                        .map(answer -> new ToolResponseMessage.ToolResponse(answer.id(), answer.name(), answer.data()))
                        .toList())
                .build());
        return ToolExecutionResult.builder()
                .conversationHistory(conversation)
                .returnDirect(returnDirect)
                .build();
    }
}
