package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.ai.model.FinishReasonValidator;
import io.github.idempotency.ai.model.ModelStepAdvisor;
import io.github.idempotency.ai.model.ModelSteps;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.execution.IdempotencyListener;
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

/**
 * A process with one guarded operation of five generations and three tools: Spring AI's client and tool calling, the
 * advisors and the engine, and no more of its own than the store that it dies with.
 */
final class MortalAgent implements AutoCloseable {

    /** What of the guard is left out, for the controls. */
    enum Without {
        NOTHING,
        RECORDS_OF_GENERATIONS,
        RECORDS_OF_TURNS
    }

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentExecutor executor;

    private final ChatClient client;

    MortalAgent(
            IdempotencyStore store, CostLedger ledger, WordyModel model, IdempotentSettings allTools, Without without) {
        executor = new IdempotentExecutor(store, keeper, IdempotencyListener.NO_OP).charging(CostPrices.NONE, ledger);
        IdempotentExecutors executors = executors(store, executor);
        GuardedSteps steps = steps(executors);
        GuardedTools tools = new GuardedTools(
                new ToolPolicies(
                        new IdempotentConfiguration(IdempotentSettings.NONE, Map.of(), Map.of()),
                        allTools,
                        name -> null),
                new KeyResolver("shop", () -> "alice"),
                new CanonicalJson(JsonMapper.shared()),
                () -> executors,
                IdempotencyListener.NO_OP,
                List.of("lookup_order"::equals));
        GuardedSteps turns = without == Without.RECORDS_OF_TURNS ? forgetful() : steps;
        GuardedToolCalling guarded = new GuardedToolCalling(
                DefaultToolCallingManager.builder().build(),
                () -> tools,
                () -> turns,
                GuardedToolCalling.CONVERSATION_ID);
        ChatClient.Builder builder = ChatClient.builder(model)
                .defaultAdvisors(
                        ToolCallingAdvisor.builder().toolCallingManager(guarded).build());
        if (without != Without.RECORDS_OF_GENERATIONS) {
            builder.defaultAdvisors(new ModelStepAdvisor(new ModelSteps(steps, new FinishReasonValidator())));
        }
        client = builder.build();
    }

    private static IdempotentExecutors executors(IdempotencyStore store, IdempotentExecutor executor) {
        return new IdempotentExecutors(executor, new IdempotencyStores(store, Map.of()));
    }

    private static GuardedSteps steps(IdempotentExecutors executors) {
        return new GuardedSteps(() -> executors, scope -> IdempotentSettings.NONE);
    }

    /** Their records die with the process. */
    private GuardedSteps forgetful() {
        IdempotencyStore own = new InMemoryIdempotencyStore();
        return steps(executors(own, new IdempotentExecutor(own, keeper, IdempotencyListener.NO_OP)));
    }

    /** The same call as ever. */
    String run(Object tools) {
        return executor.execute(
                IdempotentOperation.of(new KeyScope("shop", "assistant", "alice"), "key-1"), ResultCodec.UTF_8, () -> {
                    String done = client.prompt("Give the price of A-17 back and tell the customer")
                            .tools(tools)
                            .call()
                            .content();
                    return done + ". " + client.prompt("Sum up: " + done).call().content();
                });
    }

    /** What its ledger is still told of, it is told. */
    @Override
    public void close() {
        keeper.close();
    }
}
