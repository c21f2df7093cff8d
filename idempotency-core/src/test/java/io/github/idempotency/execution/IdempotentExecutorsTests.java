package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Two stores in one application. That one which hangs holds up the other was seen with one keeper for both, where
 * {@code beside()} returned the keeper itself: no renewal, and no release at the stop.
 */
class IdempotentExecutorsTests {

    private final HangingStore hanging = HangingStore.hanging();

    private final HangingStore sound = HangingStore.sound();

    private final AtomicInteger waiters = new AtomicInteger();

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentExecutors executors = new IdempotentExecutors(
            new IdempotentExecutor(hanging, keeper, this::count, 1),
            new IdempotencyStores(hanging, Map.of("cache", hanging, "money+ledger", sound)));

    private final IdempotentOperation operation =
            Engine.operation().with(IdempotencyPolicy.DEFAULT.withLease(Duration.ofMillis(30)));

    private void count(IdempotencyEvent event) {
        if (event.type() == IdempotencyEvent.Type.WAITED) {
            waiters.incrementAndGet();
        }
    }

    @AfterEach
    void close() {
        hanging.letGo();
        keeper.close();
    }

    @Test
    void thereIsOneForEachStore() {
        assertThat(executors.on("cache")).isSameAs(executors.on(null));
        assertThat(executors.on("money+ledger"))
                .isSameAs(executors.on("MONEY_LEDGER"))
                .isNotSameAs(executors.on(null));
        assertThatThrownBy(() -> executors.on("vault"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'vault'")
                .hasMessageContaining("[cache, money+ledger]");
    }

    @Test
    void aKeyIsClaimedInTheStoreOfItsExecutorOnly() {
        executors.on("money+ledger").begin(Engine.operation());
        assertThat(hanging.claim(Engine.operation().claimRequest())).isInstanceOf(Claim.Acquired.class);
        assertThat(sound.claim(Engine.operation().claimRequest())).isInstanceOf(Claim.InProgress.class);
    }

    @Test
    void aStoreThatHangsDoesNotHoldUpTheRenewalsOfAnother() {
        executors.on("cache").begin(operation);
        await().until(() -> hanging.renewals.get() == 1);
        executors.on("money+ledger").begin(operation);
        await().until(() -> sound.renewals.get() > 1);
    }

    @Test
    void aStoreThatHangsDoesNotHoldUpTheReleasesOfAnotherAtAStop() {
        executors.on("cache").begin(Engine.operation());
        executors.on("money+ledger").begin(Engine.operation());
        assertThat(keeper.inFlight()).isEqualTo(2);
        CompletableFuture<Integer> givenUp = CompletableFuture.supplyAsync(() -> keeper.drain(Duration.ZERO));
        await().until(() -> sound.claim(Engine.operation().claimRequest()) instanceof Claim.Acquired);
        assertThat(givenUp).isNotDone();
        hanging.letGo();
        assertThat(givenUp.join()).isEqualTo(2);
    }

    @Test
    void theBoundOnWaitingCallersHoldsForAllOfThem() {
        IdempotentOperation waiting = Engine.operation().with(IdempotencyPolicy.DEFAULT.waiting(Duration.ofMinutes(2)));
        Execution first = (Execution) executors.on("cache").begin(waiting);
        Execution other = (Execution) executors.on("money+ledger").begin(waiting);
        CompletableFuture<Decision> waiter =
                CompletableFuture.supplyAsync(() -> executors.on("cache").begin(waiting));
        await().until(() -> waiters.get() == 1);
        assertThat(catchThrowableOfType(
                                IdempotencyException.class,
                                () -> executors.on("money+ledger").begin(waiting))
                        .problem())
                .isEqualTo(IdempotencyProblem.IN_PROGRESS);
        first.complete(new Result(Outcome.SUCCEEDED, "first".getBytes()));
        other.complete(new Result(Outcome.SUCCEEDED, "other".getBytes()));
        assertThat(waiter.join()).isInstanceOf(Replay.class);
    }
}
