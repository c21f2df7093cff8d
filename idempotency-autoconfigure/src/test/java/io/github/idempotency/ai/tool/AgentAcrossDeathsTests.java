package io.github.idempotency.ai.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.tool.annotation.Tool;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.ai.tool.DyingStore.Killed;
import io.github.idempotency.ai.tool.MortalAgent.Without;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.test.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An operation with five generations and three tools, whose process dies before and after each of its writes into the store;
 * another process is then sent the same request. Five of these deaths are without the charge of the generation that was just
 * recorded, and without the charge by a replay they fail here; so do others where generations or turns are no records of
 * their own, which tests of this class leave out to see that.
 */
class AgentAcrossDeathsTests {

    private static final int GENERATIONS = 5;

    private static final IdempotentSettings IRREVERSIBLE =
            GuardedToolCallingTests.settings(null, Effect.IRREVERSIBLE, null);

    private static final List<String> EFFECTS = List.of("transfer bob 49", "email bob");

    private static final String GENERATION = "shop/assistant/model";

    private static final String TURN = "shop/assistant/tools";

    /** What a run writes that nobody disturbs: each line is a boundary with a death before it and one after it. */
    private static final List<String> WRITES = Stream.of(
                    Stream.of("claim shop/assistant"),
                    step(GENERATION),
                    // A tool that only reads has no record: it runs after the claim of its turn.
                    step(TURN),
                    step(GENERATION),
                    step(TURN, "shop/tool.transfer_funds"),
                    step(GENERATION),
                    step(TURN, "shop/tool.send_email"),
                    step(GENERATION),
                    step(GENERATION),
                    Stream.of("complete shop/assistant"))
            .flatMap(writes -> writes)
            .toList();

    /** Two that are nested, or one. */
    private static Stream<String> step(String... scopes) {
        List<String> writes = new ArrayList<>();
        for (int i = 0; i < scopes.length; i++) {
            writes.add(i, "claim " + scopes[i]);
            writes.add(i + 1, "complete " + scopes[i]);
        }
        return writes.stream();
    }

    /**
     * @param write at which of its writes a process dies
     * @param taken whether the store still takes that one
     */
    record Death(int write, boolean taken) {

        String at() {
            return WRITES.get(write - 1);
        }

        @Override
        public String toString() {
            return (taken ? "after " : "before ") + write + ", " + at();
        }
    }

    static Stream<Death> deaths() {
        return IntStream.rangeClosed(1, WRITES.size())
                .boxed()
                .flatMap(write -> Stream.of(new Death(write, false), new Death(write, true)));
    }

    @Test
    void theseAreAllBoundariesOfARun() {
        Scene scene = new Scene();
        DyingStore store = scene.store(0, false);
        String answer = scene.run(store);

        assertThat(store.writes).isEqualTo(WRITES);
        assertThat(answer).isEqualTo(scene.answer());
        assertThat(scene.model.asked()).isEqualTo(GENERATIONS);
        assertThat(scene.shop.effects).isEqualTo(EFFECTS);
        scene.assertCharged(0);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void whereverARunDiesItsRetryRepeatsNothingThatIsRecorded(Death death) {
        Scene scene = new Scene();
        scene.die(death);

        String answer = scene.retry();

        // It had answered, and the answer died with the process: that is all that may be asked for again.
        int lost = !death.taken() && death.at().equals("complete " + GENERATION) ? 1 : 0;
        assertThat(answer).isEqualTo(scene.answer());
        assertThat(scene.model.asked()).isEqualTo(GENERATIONS + lost);
        assertThat(scene.shop.effects).isEqualTo(EFFECTS);
        scene.assertCharged(lost);

        assertThat(scene.retry()).isEqualTo(answer);
        assertThat(scene.model.asked()).isEqualTo(GENERATIONS + lost);
        assertThat(scene.shop.effects).isEqualTo(EFFECTS);
        scene.assertCharged(lost);
    }

    /** These tools cannot tell that they have been called before. Whether they were, nobody can say, and they are not again. */
    @ParameterizedTest
    @MethodSource("deaths")
    void anIrreversibleToolIsCalledOnceAtMostWhereverARunDies(Death death) {
        Scene scene = new Scene(IRREVERSIBLE, Without.NOTHING);
        scene.die(death);
        List<String> before = List.copyOf(scene.shop.effects);

        if (death.at().contains("/tool.") && death.taken() == death.at().startsWith("claim")) {
            for (int retry = 1; retry <= 2; retry++) {
                assertThatExceptionOfType(IdempotencyException.class)
                        .isThrownBy(scene::retry)
                        .extracting(IdempotencyException::problem)
                        .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
            }
            assertThat(scene.shop.effects).isEqualTo(before);
        } else {
            assertThat(scene.retry()).isEqualTo(scene.answer());
            assertThat(scene.shop.effects).isEqualTo(EFFECTS);
        }
    }

    @Test
    void withoutRecordsOfGenerationsARetryWantsOtherCallsAndRepeatsEffects() {
        assertThat(disturbed(Without.RECORDS_OF_GENERATIONS))
                .as("deaths after which an effect happened twice")
                .contains("twice");
    }

    @Test
    void withoutRecordsOfTurnsARetryTellsTheModelSomethingElse() {
        assertThat(disturbed(Without.RECORDS_OF_TURNS))
                .as("deaths after which a generation was not the same step")
                .contains(IdempotencyProblem.KEY_REUSED.name());
    }

    /** What goes wrong, from the first death to a run that lives. */
    private static Set<String> disturbed(Without without) {
        Set<String> wrong = new HashSet<>();
        for (int write = 1; ; write++) {
            for (boolean taken : new boolean[] {false, true}) {
                Scene scene = new Scene(IdempotentSettings.NONE, without);
                DyingStore store = scene.store(write, taken);
                try {
                    scene.run(store);
                } catch (Killed | RuntimeException ex) {
                    assertThat(store.hasDied()).isTrue();
                }
                if (!store.hasDied()) {
                    return wrong;
                }
                try {
                    scene.retry();
                } catch (IdempotencyException ex) {
                    wrong.add(ex.problem().name());
                }
                if (scene.shop.effects.size() > EFFECTS.size()) {
                    wrong.add("twice");
                }
            }
        }
    }

    /** The world that outlives a process, and the processes in it. */
    private static final class Scene {

        final WordyModel model = new WordyModel();

        final Shop shop;

        private final Ledger ledger = new Ledger();

        private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));

        private final InMemoryIdempotencyStore records = new InMemoryIdempotencyStore(clock);

        private final IdempotentSettings tools;

        private final Without without;

        Scene() {
            this(IdempotentSettings.NONE, Without.NOTHING);
        }

        Scene(IdempotentSettings tools, Without without) {
            this.tools = tools;
            this.without = without;
            this.shop = new Shop(tools == IdempotentSettings.NONE);
        }

        DyingStore store(int last, boolean taken) {
            return new DyingStore(records, last, taken);
        }

        String run(IdempotencyStore store) {
            try (MortalAgent agent = new MortalAgent(store, ledger, model, tools, without)) {
                return agent.run(shop);
            }
        }

        void die(Death death) {
            assertThatExceptionOfType(Killed.class).isThrownBy(() -> run(store(death.write(), death.taken())));
        }

        /** By another process, when the leases of the dead one are over. */
        String retry() {
            clock.advance(Duration.ofMinutes(5));
            return run(store(0, false));
        }

        String answer() {
            return "\"transfer bob 49: done\", \"email bob: done\". In short: done";
        }

        /** Each generation is, with what it cost; what the dead process had an answer for is spent. */
        void assertCharged(int lost) {
            assertThat(ledger.charged).hasSize(GENERATIONS);
            assertThat(ledger.charged.values())
                    .allSatisfy(expenses -> assertThat(expenses).singleElement().satisfies(expense -> {
                        assertThat(expense.cost().inputTokens()).isEqualTo(WordyModel.INPUT);
                        assertThat(expense.cost().outputTokens()).isEqualTo(WordyModel.OUTPUT);
                    }));
            assertThat(ledger.spent).hasSize(GENERATIONS + lost);
        }
    }

    /** Its effects have the reference of their call, as a bank's have; of an order nobody is told the same twice. */
    static final class Shop {

        final List<String> effects = new CopyOnWriteArrayList<>();

        private final Map<String, String> byReference = new ConcurrentHashMap<>();

        private final AtomicInteger lookups = new AtomicInteger();

        private final boolean referenced;

        Shop(boolean referenced) {
            this.referenced = referenced;
        }

        @Tool(name = "lookup_order", description = "Finds an order")
        String order(String id) {
            return id + " for the " + lookups.incrementAndGet() + ". time";
        }

        @Tool(name = "transfer_funds", description = "Transfers money")
        String transfer(String to, String amount, String reason) {
            return done("transfer " + to + " " + amount);
        }

        @Tool(name = "send_email", description = "Sends an email")
        String email(String to) {
            return done("email " + to);
        }

        private String done(String effect) {
            if (referenced) {
                return byReference.computeIfAbsent(
                        IdempotencyContext.current().childKey("effect"), reference -> happened(effect));
            }
            return happened(effect);
        }

        private String happened(String effect) {
            effects.add(effect);
            return effect + ": done";
        }
    }

    /** Elsewhere than the records: a key is charged after its answer is stored. */
    private static final class Ledger implements CostLedger {

        final Set<Expense> spent = new HashSet<>();

        final Map<StoreKey, List<Expense>> charged = new HashMap<>();

        @Override
        public synchronized void spend(Expense expense) {
            spent.add(expense);
        }

        @Override
        public synchronized void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
            spent.addAll(expenses);
            charged.putIfAbsent(expenses.get(0).key(), expenses);
        }

        @Override
        public boolean joins(IdempotencyStore store) {
            return false;
        }
    }
}
