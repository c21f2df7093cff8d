package io.github.idempotency.sample.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.StoreTransaction;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told after the end is not charged. These fail, and were seen to, where the cost is told when the end has been given. */
class StreamedCostTests {

    private static final Completion PIECE = new Completion("Dear", 0, 0);

    private static final Completion COUNT = new Completion("", 3, 1);

    private final List<Cost> spent = new CopyOnWriteArrayList<>();

    @Test
    void itIsToldBeforeTheEndIsGiven() {
        assertThat(toldAtTheEndOf(Flux.just(PIECE, COUNT))).containsExactly(Cost.tokens("small", 3, 1));
    }

    @Test
    void nobodyKnowsItWhereTheProviderDoesNotSay() {
        assertThat(toldAtTheEndOf(Flux.just(PIECE))).containsExactly(Cost.unknown("small"));
    }

    @Test
    void nobodyKnowsItOfAnAnswerThatBreaksOff() {
        Flux<Completion> broken = Flux.just(PIECE, COUNT).concatWith(Mono.error(new IllegalStateException("Gone")));
        assertThat(toldAtTheEndOf(broken)).containsExactly(Cost.unknown("small"));
    }

    @Test
    void nobodyKnowsItOfAnAnswerThatIsNotHeardOut() {
        within(call -> {
            new StreamedCost(call, "small")
                    .toldWith(Flux.just(PIECE).concatWith(Flux.never()))
                    .blockFirst();
            Awaitility.await().untilAsserted(() -> assertThat(spent).containsExactly(Cost.unknown("small")));
        });
    }

    private List<Cost> toldAtTheEndOf(Flux<Completion> answer) {
        List<Cost> told = new CopyOnWriteArrayList<>();
        within(call -> new StreamedCost(call, "small")
                .toldWith(answer)
                .materialize()
                .filter(signal -> !signal.isOnNext())
                .doOnNext(end -> told.addAll(spent))
                .blockLast());
        return told;
    }

    private void within(Work work) {
        try (LeaseKeeper keeper = new LeaseKeeper()) {
            new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, IdempotencyListener.NO_OP)
                    .charging(CostPrices.NONE, new Ledger())
                    .execute(
                            IdempotentOperation.of(new KeyScope("shop", "chat", "alice"), "key"),
                            ResultCodec.UTF_8,
                            () -> {
                                work.run(IdempotencyContext.current());
                                return "";
                            });
        }
    }

    private interface Work {

        void run(IdempotencyContext call);
    }

    private final class Ledger implements CostLedger {

        @Override
        public void spend(Expense expense) {
            spent.add(expense.cost());
        }

        @Override
        public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
            // What is charged is what was spent before the end.
        }

        @Override
        public boolean joins(IdempotencyStore store) {
            return false;
        }
    }
}
