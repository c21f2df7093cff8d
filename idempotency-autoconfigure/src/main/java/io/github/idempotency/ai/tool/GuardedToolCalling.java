package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.CollectionUtils;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.sampling.GuardedSteps;

/**
 * Spring AI's tool calling, with every tool call guarded by {@link GuardedTools}. How results are ordered, how many calls
 * there may be, what is returned directly and what the model is told of a failure is up to the manager it decorates.
 *
 * <p>A refusal leaves {@link #executeToolCalls} as an {@link io.github.idempotency.IdempotencyException}: results of other
 * calls of the message are stored, and a retry of the turn goes on after them. So does the same message when it is handed over
 * again, within the same guarded call where its calls have no ids. A turn that has ended within a guarded call
 * is not run again when that is: the model is told what it was told. Thread-safe if the manager is.
 */
public final class GuardedToolCalling implements ToolCallingManager {

    /** Under which Spring AI's own memory knows conversations. */
    public static final String CONVERSATION_ID = "chat_memory_conversation_id";

    private final ToolCallingManager manager;

    private final Supplier<GuardedTools> tools;

    private final TurnSteps turns;

    private final FailedTurns failed = new FailedTurns();

    private final String sessionName;

    /**
     * @param manager calls the tools; once for each call of a message, with the arguments of that
     * @param tools guards them; asked for when there are calls
     * @param steps records what a message's calls have answered within a guarded call; asked for within one
     * @param sessionName which entry of the tool context is the conversation
     */
    public GuardedToolCalling(
            ToolCallingManager manager,
            Supplier<GuardedTools> tools,
            Supplier<GuardedSteps> steps,
            String sessionName) {
        this.manager = manager;
        this.tools = tools;
        this.turns = new TurnSteps(steps);
        this.sessionName = sessionName;
    }

    @Override
    public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
        return manager.resolveToolDefinitions(options);
    }

    @Override
    public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
        AssistantMessage message = asking(response);
        return message == null
                ? manager.executeToolCalls(prompt, response)
                : StreamedTurn.run(() -> executeToolCalls(prompt, response, message));
    }

    private ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response, AssistantMessage message) {
        GuardedTools guarding = tools.get();
        String session = session(prompt);
        ToolCaller caller = guarding.caller();
        // Keyed before any of them runs, whether the turn will be run or not: the next turn's are counted after them.
        List<KeyedToolCall> calls = failed.keyed(
                message.getToolCalls().stream()
                        .map(asked -> new ToolCall(
                                session, asked.name(), asked.id(), Objects.requireNonNullElse(asked.arguments(), "")))
                        .toList(),
                call -> guarding.keyed(call, caller));
        Function<ToolFailures, ToolExecutionResult> turn =
                failures -> run(prompt, response, new ToolTurn(new RequestedToolCalls(calls), guarding, failures));
        return IdempotencyContext.find()
                .map(within -> taken(within, calls, () -> turns.take(within, prompt, message, calls, turn)))
                .orElseGet(() -> turn.apply(new ToolFailures()));
    }

    private ToolExecutionResult taken(
            IdempotencyContext within, List<KeyedToolCall> calls, Supplier<ToolExecutionResult> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error ex) {
            failed.add(within, calls);
            throw ex;
        }
    }

    private ToolExecutionResult run(Prompt prompt, ChatResponse response, ToolTurn turn) {
        ToolTurn outer = ToolTurn.bind(turn);
        try {
            return manager.executeToolCalls(guarded(prompt, turn), response);
        } finally {
            ToolTurn.bind(outer);
        }
    }

    private static Prompt guarded(Prompt prompt, ToolTurn turn) {
        if (!(prompt.getOptions() instanceof ToolCallingChatOptions options)
                || CollectionUtils.isEmpty(options.getToolCallbacks())) {
            return prompt;
        }
        List<ToolCallback> guarded =
                options.getToolCallbacks().stream().map(turn::guarded).toList();
        return new Prompt(
                prompt.getInstructions(),
                options.mutate().toolCallbacks(guarded).build());
    }

    /** The first answer that has any calls, which are the ones that are run. */
    private static @Nullable AssistantMessage asking(ChatResponse response) {
        return response.getResults().stream()
                .map(Generation::getOutput)
                .filter(message -> !CollectionUtils.isEmpty(message.getToolCalls()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String session(Prompt prompt) {
        Map<String, Object> context =
                prompt.getOptions() instanceof ToolCallingChatOptions options ? options.getToolContext() : null;
        Object session = context == null ? null : context.get(sessionName);
        return session == null ? null : session.toString();
    }
}
