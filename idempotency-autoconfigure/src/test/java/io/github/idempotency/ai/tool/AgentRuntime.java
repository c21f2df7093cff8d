package io.github.idempotency.ai.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingManager;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.RecordingIdempotencyListener;

/** A process that runs agents: Spring AI's own client and tool calling, and the engine on a store that outlives it. */
final class AgentRuntime {

    final RecordingIdempotencyListener events = new RecordingIdempotencyListener();

    final IdempotentExecutor executor;

    final GuardedTools tools;

    final GuardedSteps steps;

    /** Beside that of the tools. */
    final List<Advisor> advisors = new ArrayList<>();

    /** Whom nobody knows on the threads of a pool, as it is with a security context. */
    String owner = "alice";

    ToolCallingManager manager;

    AgentRuntime() {
        this(new InMemoryIdempotencyStore(), Map.of());
    }

    AgentRuntime(IdempotencyStore store, Map<String, IdempotentSettings> scopes) {
        this(store, scopes, IdempotentSettings.NONE);
    }

    AgentRuntime(IdempotencyStore store, Map<String, IdempotentSettings> scopes, IdempotentSettings all) {
        this(store, scopes, all, "lookup_order");
    }

    AgentRuntime(
            IdempotencyStore store, Map<String, IdempotentSettings> scopes, IdempotentSettings all, String readOnly) {
        executor = new IdempotentExecutor(store, new LeaseKeeper(), events);
        IdempotentExecutors executors = new IdempotentExecutors(executor, new IdempotencyStores(store, Map.of()));
        steps = new GuardedSteps(() -> executors, scope -> IdempotentSettings.NONE);
        tools = new GuardedTools(
                new ToolPolicies(
                        new IdempotentConfiguration(IdempotentSettings.NONE, Map.of(), scopes), all, name -> null),
                new KeyResolver("shop", () -> Thread.currentThread().getName().startsWith("pool-") ? "" : owner),
                new CanonicalJson(JsonMapper.shared()),
                () -> executors,
                events,
                List.of(readOnly::equals));
        manager = guarding(DefaultToolCallingManager.builder().build());
    }

    GuardedToolCalling guarding(ToolCallingManager plain) {
        return new GuardedToolCalling(plain, () -> tools, () -> steps, GuardedToolCalling.CONVERSATION_ID);
    }

    /** One turn of an agent. */
    String turn(ScriptedModel model, Object tools, @Nullable String session) {
        return String.valueOf(request(model, tools, session).call().content());
    }

    ChatClient.ChatClientRequestSpec request(ScriptedModel model, Object tools, @Nullable String session) {
        ChatClient.ChatClientRequestSpec request = ChatClient.builder(model)
                .defaultAdvisors(
                        ToolCallingAdvisor.builder().toolCallingManager(manager).build())
                .defaultAdvisors(advisors)
                .build()
                .prompt("do it")
                .tools(tools instanceof List<?> callbacks ? callbacks.toArray() : new Object[] {tools});
        if (session != null) {
            request.toolContext(Map.of(ChatMemory.CONVERSATION_ID, session));
        }
        return request;
    }

    /** One turn within a guarded call, as of a controller. */
    String turnWithin(String key, ScriptedModel model, Object tools) {
        return within(key, () -> turn(model, tools, null));
    }

    String within(String key, Supplier<String> work) {
        return executor.execute(
                IdempotentOperation.of(new KeyScope("shop", "assistant", owner), key), ResultCodec.UTF_8, work::get);
    }
}
