package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.Feeds.Order;
import io.github.idempotency.execution.IdempotencyEvent.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A subscriber goes away before the end of a service's sequence. */
@Timeout(60)
class FluxCancellationTests {

    /** Negative control: with the work cancelled with its subscriber, nobody wants the second element any more. */
    @Test
    void theWorkRunsOnAndARetryGetsAllOfIt() {
        Feeds.with((feeds, events) -> {
            Disposable subscriber = feeds.live("1").subscribe();
            feeds.work().tryEmitNext(Order.of(1));
            subscriber.dispose();
            feeds.work().tryEmitNext(Order.of(2));
            feeds.work().tryEmitComplete();
            Awaitility.await().until(() -> events.types().contains(Type.COMPLETED));
            assertThat(feeds.live("1").collectList().block()).containsExactly(Order.of(1), Order.of(2));
            assertThat(feeds.runs()).isEqualTo(1);
        });
    }

    @Test
    void whatNobodyAsksForAnyMoreIsGivenAllTheSame() {
        Feeds.with((feeds, events) -> {
            assertThat(feeds.numbers("1", 1_000).take(2).collectList().block()).containsExactly(0, 1);
            Awaitility.await().until(() -> events.types().contains(Type.COMPLETED));
            assertThat(feeds.numbers("1", 1_000).collectList().block()).hasSize(1_000);
            assertThat(feeds.runs()).isEqualTo(1);
        });
    }

    @Test
    void whoGoesAwayWithoutHavingAskedForAnythingLeavesTheWorkToRun() {
        Feeds.with((feeds, events) -> {
            BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
            };
            feeds.numbers("1", 3).subscribe(subscriber);
            Awaitility.await().until(() -> feeds.runs() == 1);
            subscriber.cancel();
            Awaitility.await().until(() -> events.types().contains(Type.COMPLETED));
            assertThat(feeds.numbers("1", 3).collectList().block()).containsExactly(0, 1, 2);
        });
    }

    /** Negative control: with the end cancelled and its source left alone, somebody wants the next element for ever. */
    @Test
    void workThatNobodyHearsRunsOnForSoLong() {
        Feeds.with(
                (feeds, events) -> {
                    Disposable subscriber = feeds.live("1").subscribe();
                    feeds.work().tryEmitNext(Order.of(1));
                    subscriber.dispose();
                    Awaitility.await().until(() -> events.types().contains(Type.RELEASED));
                    Awaitility.await().until(() -> !feeds.isWanted());
                },
                "idempotency.drain-timeout=1ms");
    }

    @Test
    void workThatIsCancelledFreesTheKey() {
        Feeds.with((feeds, events) -> {
            Disposable subscriber = feeds.abandonable("1").subscribe();
            feeds.work().tryEmitNext(Order.of(1));
            subscriber.dispose();
            Awaitility.await().until(() -> events.types().contains(Type.RELEASED));
            assertThat(feeds.isWanted()).isFalse();
            List<Order> seen = new CopyOnWriteArrayList<>();
            feeds.abandonable("1").subscribe(seen::add);
            feeds.work().tryEmitNext(Order.of(3));
            Awaitility.await().until(() -> seen.contains(Order.of(3)));
            assertThat(seen).containsExactly(Order.of(3));
            feeds.work().tryEmitComplete();
        });
    }

    @Test
    void irreversibleWorkThatIsCancelledIsUnknown() {
        Feeds.with((feeds, events) -> {
            Disposable subscriber = feeds.irreversible("1").subscribe();
            feeds.work().tryEmitNext(Order.of(1));
            subscriber.dispose();
            Awaitility.await().until(() -> events.types().contains(Type.LEFT_UNKNOWN));
            assertThat(catchThrowableOfType(
                                    IdempotencyException.class,
                                    () -> feeds.irreversible("1").blockLast())
                            .problem())
                    .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        });
    }

    @Test
    void theEndOfOneWhoHasSeenAllIsNoCancellation() {
        Feeds.with((feeds, events) -> {
            Disposable subscriber = feeds.abandonable("1").subscribe();
            feeds.work().tryEmitNext(Order.of(1));
            feeds.work().tryEmitComplete();
            Awaitility.await().until(subscriber::isDisposed);
            subscriber.dispose();
            assertThat(events.types()).containsExactly(Type.STARTED, Type.COMPLETED);
        });
    }
}
