package io.github.idempotency.ai.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.springframework.ai.chat.client.ChatClient;
import reactor.core.scheduler.NonBlocking;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.RetrySettings;
import io.github.idempotency.aop.SamplingSettings;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.sampling.Sampling;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.test.MutableClock;
import io.github.idempotency.test.RecordingIdempotencyListener;

/**
 * A process of the application: the real engine and the real advisors. When it dies it reaches the store no more, so that
 * what it had claimed stays claimed until its lease ends, as after a kill; its successor has the same store.
 */
final class Node {

    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private static final KeyScope SCOPE = new KeyScope("app", "assistant", "alice");

    final RecordingIdempotencyListener events = new RecordingIdempotencyListener();

    /** For each that is written into the ledger and the store: whether on a thread that must not wait. */
    final List<Boolean> writing = new CopyOnWriteArrayList<>();

    /** What was written down as spent. */
    final List<Cost> spent = new CopyOnWriteArrayList<>();

    final ScriptedModel model;

    final GuardedSteps steps;

    final ModelSteps modelSteps;

    final Sampling sampling;

    private final InMemoryIdempotencyStore store;

    private final MutableClock clock;

    private final IdempotentSettings settings;

    private final IdempotentExecutor executor;

    private volatile boolean dead;

    Node(ScriptedModel model) {
        this(model, 1, 3);
    }

    Node(ScriptedModel model, int maxAttempts, int maxSamples) {
        this(model, new MutableClock(Instant.parse("2026-01-01T00:00:00Z")), null, settings(maxAttempts, maxSamples));
    }

    private Node(ScriptedModel model, MutableClock clock, InMemoryIdempotencyStore kept, IdempotentSettings settings) {
        this.model = model;
        this.clock = clock;
        this.store = kept == null ? new InMemoryIdempotencyStore(clock) : kept;
        this.settings = settings;
        IdempotencyStore mine = new MortalStore();
        this.executor = new IdempotentExecutor(mine, new LeaseKeeper(), events)
                .charging(CostPrices.NONE, new CostLedger() {

                    @Override
                    public void spend(Expense expense) {
                        spent.add(expense.cost());
                        writing.add(Thread.currentThread() instanceof NonBlocking);
                    }

                    @Override
                    public void charge(List<Expense> expenses, StoreTransaction within) {
                        writing.add(Thread.currentThread() instanceof NonBlocking);
                    }

                    @Override
                    public boolean joins(IdempotencyStore joined) {
                        return false;
                    }
                });
        IdempotentExecutors executors = new IdempotentExecutors(executor, new IdempotencyStores(mine, Map.of()));
        this.steps = new GuardedSteps(() -> executors, scope -> settings);
        this.modelSteps = new ModelSteps(steps, new FinishReasonValidator());
        this.sampling = new Sampling(steps, new ResultCodecs(JsonMapper.shared()));
    }

    private static IdempotentSettings settings(int maxAttempts, int maxSamples) {
        RetrySettings retry = new RetrySettings(maxAttempts, Duration.ZERO, 1.0, Duration.ofMillis(1), null);
        return IdempotentSettings.NONE.orElse(new IdempotentSettings(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                retry,
                new SamplingSettings(maxSamples)));
    }

    /** One that starts when this one is dead and its leases have ended. */
    Node successor() {
        dead = true;
        clock.advance(Duration.ofMinutes(5));
        return new Node(model, clock, store, settings);
    }

    /** The same call as ever. */
    String run(Supplier<String> work) {
        IdempotentOperation operation = IdempotentOperation.of(SCOPE, "key-1");
        return executor.execute(operation, ResultCodec.UTF_8, work::get);
    }

    /** Another call. */
    String runAgain(Supplier<String> work) {
        return executor.execute(IdempotentOperation.of(SCOPE, "key-2"), ResultCodec.UTF_8, work::get);
    }

    /** From here on nothing of this process is heard of. */
    Killed die() {
        dead = true;
        throw new Killed();
    }

    ChatClient.Builder client() {
        return ChatClient.builder(model)
                .defaultAdvisors(new StepContextAdvisor(steps), new ModelStepAdvisor(modelSteps));
    }

    ChatClient.Builder sampled(ResponseJudge judge) {
        ResultValidator finished = new FinishReasonValidator();
        return client().defaultAdvisors(new SamplingAdvisor(sampling, finished, judge));
    }

    static String ask(ChatClient client, String prompt) {
        return client.prompt(prompt).call().content();
    }

    private final class MortalStore implements IdempotencyStore {

        private IdempotencyStore reached() {
            if (dead) {
                throw new IllegalStateException("This process is dead");
            }
            return store;
        }

        @Override
        public Claim claim(ClaimRequest request) {
            return reached().claim(request);
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            writing.add(Thread.currentThread() instanceof NonBlocking);
            return reached().complete(key, token, result, retention);
        }

        @Override
        public boolean release(StoreKey key, long token) {
            return reached().release(key, token);
        }

        @Override
        public boolean markUnknown(StoreKey key, long token) {
            return reached().markUnknown(key, token);
        }
    }
}
