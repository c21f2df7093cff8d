package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tools of LangChain4j, called by its AI services and by hand. */
class GuardedToolExecutorTests {

    private static final ToolExecutionRequest TRANSFER = request("c1", "{\"to\": \"bob\", \"amount\": 100}");

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final AgentRuntime runtime = new AgentRuntime(store, Map.of());

    private final Bank bank = new Bank();

    private final Tools tools = new Tools();

    @Test
    void aTurnThatIsRunAgainRepeatsNoEffect() {
        Assistant assistant = assistant(runtime, TRANSFER, request("c2", "{\"to\": \"eve\", \"amount\": 5}"));
        String first = assistant.chat("s1", "pay them");
        assertThat(assistant(
                                new AgentRuntime(store, Map.of()),
                                TRANSFER,
                                request("c2", "{\"to\": \"eve\", \"amount\": 5.0}"))
                        .chat("s1", "pay them"))
                .isEqualTo(first)
                .isEqualTo("c1=transferred-1 c2=transferred-2");
        assertThat(bank.effects).hasSize(2);
    }

    @Test
    void theSameIdInAnotherMemoryRuns() {
        assistant(runtime, TRANSFER).chat("s1", "pay");
        assistant(runtime, TRANSFER).chat("s2", "pay");
        assertThat(bank.effects).hasSize(2);
    }

    /** LangChain4j itself makes a text of it. */
    @Test
    void aRefusalLeavesTheService() {
        assistant(runtime, TRANSFER).chat("s1", "pay");
        refused(
                IdempotencyProblem.KEY_REUSED,
                () -> assistant(runtime, request("c1", "{\"to\": \"bob\", \"amount\": 1000}"))
                        .chat("s1", "pay"));
        assertThat(bank.effects).hasSize(1);
    }

    @Test
    void aFailureThatBecomesTextForTheModelIsNotStored() {
        bank.beforeTransfer = () -> {
            throw new IllegalStateException("the bank is closed");
        };
        assertThat(assistant(runtime, TRANSFER).chat("s1", "pay")).isEqualTo("c1=the bank is closed");
        bank.beforeTransfer = () -> {};
        assertThat(assistant(runtime, TRANSFER).chat("s1", "pay")).isEqualTo("c1=transferred-1");
    }

    /** Such an executor throws nothing: it says in its result that the tool has failed. */
    @Test
    void aResultThatIsAnErrorIsNotStored() throws NoSuchMethodException {
        ToolExecutor lenient = new GuardedToolExecutor(
                new DefaultToolExecutor(tools, Tools.class.getMethod("transfer", String.class, int.class)),
                runtime.tools);
        bank.beforeTransfer = () -> {
            throw new IllegalStateException("the bank is closed");
        };
        assertThat(lenient.execute(TRANSFER, "s1")).isEqualTo("the bank is closed");
        bank.beforeTransfer = () -> {};
        assertThat(lenient.execute(TRANSFER, "s1")).isEqualTo("transferred-1");
        assertThat(lenient.execute(TRANSFER, "s1")).isEqualTo("transferred-1");
    }

    /** The framework wraps what a tool throws; what precedes the effect is the tool's own exception. */
    @Test
    void anIrreversibleToolIsReleasedByWhatPrecedesItsEffectOnly() {
        AgentRuntime irreversible = new AgentRuntime(store, Map.of("tool.transfer_funds", irreversible()));
        bank.beforeTransfer = () -> {
            throw new IllegalArgumentException("no such account");
        };
        assistant(irreversible, TRANSFER).chat("s1", "pay");
        bank.beforeTransfer = () -> {
            throw new IllegalStateException("connection reset");
        };
        assistant(irreversible, TRANSFER).chat("s1", "pay");
        bank.beforeTransfer = () -> {};
        refused(
                IdempotencyProblem.OUTCOME_UNKNOWN,
                () -> assistant(irreversible, TRANSFER).chat("s1", "pay"));
        assertThat(bank.effects).isEmpty();
    }

    /**
     * A service may run them on other threads, where nobody is known; both are there at a time. Broken on purpose to see it fail:
     * as calls of the threads that run them they are nobody's, and run again.
     */
    @Test
    void callsThatRunAtATimeAreThoseOfTheirCaller() {
        ToolExecutionRequest anonymous = request(null, "{\"to\": \"eve\", \"amount\": 5}");
        CyclicBarrier together = new CyclicBarrier(2);
        bank.beforeTransfer = () -> {
            try {
                together.await(10, TimeUnit.SECONDS);
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        };
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            within(
                    "k1",
                    () -> service(runtime, TRANSFER, anonymous)
                            .executeToolsConcurrently(pool)
                            .build()
                            .chat("s1", "pay"));
            assertThat(bank.effects).hasSize(2);
            bank.beforeTransfer = () -> {};
            within("k1", () -> assistant(runtime, TRANSFER, anonymous).chat("s1", "pay"));
        } finally {
            pool.shutdownNow();
        }
        assertThat(bank.effects).hasSize(2);
        assertThat(runtime.events.count(IdempotencyEvent.Type.IGNORED)).isZero();
    }

    @Test
    void aReadOnlyToolIsNotGuarded() {
        AgentRuntime reading = new AgentRuntime(store, Map.of(), IdempotentSettings.NONE, "transfer_funds");
        assistant(reading, TRANSFER).chat("s1", "pay");
        assistant(reading, TRANSFER).chat("s1", "pay");
        assertThat(bank.effects).hasSize(2);
        assertThat(reading.events.events()).isEmpty();
    }

    private static IdempotentSettings irreversible() {
        return GuardedToolCallingTests.settings(null, Effect.IRREVERSIBLE, Set.of(IllegalArgumentException.class));
    }

    /** Without a memory id all conversations have one and the same, so it is no session. */
    @Test
    void withoutMemoryIdTheSurroundingGuardedCallIsTheSession() {
        refused(IdempotencyProblem.KEY_MISSING, () -> guarded(strict()).execute(TRANSFER, "default"));
        within("k1", () -> guarded().execute(TRANSFER, "default"));
        within("k2", () -> guarded().execute(TRANSFER, "default"));
        assertThat(bank.effects).hasSize(2);
    }

    @Test
    void callsWithoutIdsAreToldApartByArgumentsAndOccurrence() {
        ToolExecutionRequest anonymous = request(null, "{\"to\": \"bob\", \"amount\": 100}");
        refused(IdempotencyProblem.KEY_MISSING, () -> guarded(strict()).execute(anonymous, "s1"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            within("k1", () -> {
                guarded().execute(anonymous, "s1");
                return guarded().execute(anonymous, "s1");
            });
        }
        assertThat(bank.effects).hasSize(2);
    }

    /** One attempt of a guarded call, which fails in the end: the next one runs it again. */
    private void within(String key, Supplier<String> attempt) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> runtime.executor.execute(
                        IdempotentOperation.of(new KeyScope("shop", "assistant", "alice"), key),
                        ResultCodec.UTF_8,
                        () -> {
                            attempt.get();
                            throw new IllegalStateException("lost");
                        }))
                .withMessage("lost");
    }

    private ToolExecutor guarded() {
        return guarded(runtime);
    }

    private ToolExecutor guarded(AgentRuntime by) {
        return new GuardedToolExecutor(ToolService.findTools(tools).get(0).toolExecutor(), by.tools);
    }

    private AgentRuntime strict() {
        return new AgentRuntime(store, Map.of("tool.transfer_funds", irreversible()));
    }

    private Assistant assistant(AgentRuntime within, ToolExecutionRequest... calls) {
        return service(within, calls).build();
    }

    private AiServices<Assistant> service(AgentRuntime within, ToolExecutionRequest... calls) {
        return AiServices.builder(Assistant.class)
                .chatModel(model(calls))
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(50))
                .toolProvider(new GuardedToolProvider(
                        request -> new ToolProviderResult(ToolService.findTools(tools)), within.tools))
                .toolExecutionErrorHandler(new RethrownRefusals());
    }

    private static ChatModel model(ToolExecutionRequest... calls) {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String results = results(request.messages());
                AiMessage answer = results.isEmpty() ? AiMessage.from(List.of(calls)) : AiMessage.from(results);
                return ChatResponse.builder().aiMessage(answer).build();
            }
        };
    }

    private static String results(List<ChatMessage> messages) {
        return String.join(
                " ",
                messages.stream()
                        .filter(ToolExecutionResultMessage.class::isInstance)
                        .map(ToolExecutionResultMessage.class::cast)
                        .map(result -> result.id() + "=" + result.text())
                        .toList());
    }

    private static ToolExecutionRequest request(@Nullable String id, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name("transfer_funds")
                .arguments(arguments)
                .build();
    }

    private static void refused(IdempotencyProblem problem, Runnable call) {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(call::run)
                .extracting(IdempotencyException::problem)
                .isEqualTo(problem);
    }

    interface Assistant {

        String chat(@MemoryId String session, @UserMessage String message);
    }

    /** The bank, as LangChain4j has tools. */
    public class Tools {

        @Tool(name = "transfer_funds", value = "Transfers money")
        public String transfer(String to, int amount) {
            return bank.transfer(to, String.valueOf(amount), "");
        }
    }
}
