package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Services that answer with a {@code Mono} or a single-valued type of another reactive library. */
@Timeout(60)
class MonoAnswersTests {

    /** Negative control: with the call made outside the deferral, an assembled Mono has claimed its key. */
    @Test
    void nothingIsClaimedBeforeSomebodySubscribes() {
        with((orders, events) -> {
            Mono<Order> never = orders.order("1");
            assertThat(never).isNotNull();
            assertThat(events.types()).isEmpty();
            assertThat(orders.runs()).isZero();
        });
    }

    @Test
    void everySubscriptionIsACallAndTheSecondGetsTheFirstAnswer() {
        with((orders, events) -> {
            Mono<Order> order = orders.order("1");
            assertThat(order.block()).isEqualTo(new Order(1, List.of("tea")));
            assertThat(order.block()).isEqualTo(new Order(1, List.of("tea")));
            assertThat(orders.order("1").block()).isEqualTo(new Order(1, List.of("tea")));
            assertThat(orders.runs()).isEqualTo(1);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED, Type.REPLAYED);
        });
    }

    @Test
    void oneMonoRunsAgainForEachSubscriptionWhoseKeyIsFree() {
        with((orders, events) -> {
            Mono<Order> failing = orders.failing("1", new IllegalStateException("overloaded"));
            assertThatThrownBy(failing::block).hasMessage("overloaded");
            assertThatThrownBy(failing::block).hasMessage("overloaded");
            assertThat(orders.runs()).isEqualTo(2);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.RELEASED, Type.STARTED, Type.RELEASED);
        });
    }

    @Test
    void nothingIsReplayedAsNothing() {
        with((orders, events) -> {
            for (int call = 0; call < 2; call++) {
                assertThat(orders.missing("1").blockOptional()).isEmpty();
                assertThat(orders.done("1").blockOptional()).isEmpty();
            }
            assertThat(orders.runs()).isEqualTo(2);
        });
    }

    @Test
    void answersThatAreEasilyTakenForNoneAreReplayedAsThemselves() {
        with((orders, events) -> {
            assertThat(orders.flag("1", false).block()).isFalse();
            assertThat(orders.flag("1", true).block()).isFalse();
            assertThat(orders.number("1", 0).block()).isZero();
            assertThat(orders.number("1", 1).block()).isZero();
            assertThat(orders.text("1", "").block()).isEmpty();
            assertThat(orders.text("1", "text").block()).isEmpty();
        });
    }

    @Test
    void ofManyConcurrentSubscribersOneRuns() {
        with((orders, events) -> {
            Mono<List<Order>> answers =
                    Flux.range(0, 8).flatMap(i -> orders.waiting("1"), 8).collectList();
            CopyOnWriteArrayList<List<Order>> seen = new CopyOnWriteArrayList<>();
            answers.subscribe(seen::add);
            Awaitility.await().until(() -> events.count(Type.WAITED) == 7);
            orders.work().tryEmitValue(new Order(1, List.of()));
            Awaitility.await().until(() -> !seen.isEmpty());
            assertThat(seen.get(0)).hasSize(8).containsOnly(new Order(1, List.of()));
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    /** Negative control: with ends on the threads of claims, the one that all of them wait for waits for a thread. */
    @Test
    void moreSubscribersMayWaitThanThereAreThreads() {
        with((orders, events) -> {
            int subscribers = 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE + 1;
            List<Order> seen = new CopyOnWriteArrayList<>();
            orders.waiting("1").subscribe(seen::add);
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            for (int duplicate = 1; duplicate < subscribers; duplicate++) {
                orders.waiting("1").subscribe(seen::add);
            }
            Awaitility.await().until(() -> events.count(Type.WAITED) >= Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
            orders.work().tryEmitValue(new Order(1, List.of()));
            Awaitility.await().until(() -> seen.size() == subscribers);
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    @Test
    void aRefusalIsAnErrorSignalAndNeverThrown() {
        with((orders, events) -> {
            orders.pending("1").subscribe();
            Awaitility.await().until(() -> orders.runs() == 1);
            assertThat(problem(orders.pending("1"))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
            assertThat(problem(orders.pending(null))).isEqualTo(IdempotencyProblem.KEY_MISSING);
            orders.work().tryEmitEmpty();
        });
    }

    @Test
    void aRememberedFailureIsReplayed() {
        with((orders, events) -> {
            assertThatThrownBy(
                            () -> orders.failing("1", new Declined("no funds")).block())
                    .hasRootCauseInstanceOf(Declined.class)
                    .hasRootCauseMessage("no funds");
            assertThatThrownBy(() ->
                            orders.failing("1", new Declined("never seen")).block())
                    .hasRootCauseMessage("no funds");
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    @Test
    void noMonoAtAllIsAFailureThatSaysSo() {
        with((orders, events) -> assertThatThrownBy(() -> orders.forgotten("1").block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null"));
    }

    @Test
    void aSubscriberThatGoesAwayLeavesItsWorkToRunOn() {
        with((orders, events) -> {
            Disposable subscriber = orders.pending("1").subscribe();
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            subscriber.dispose();
            orders.work().tryEmitValue(new Order(1, List.of()));
            Awaitility.await().until(() -> events.types().contains(Type.COMPLETED));
            assertThat(orders.pending("1").block()).isEqualTo(new Order(1, List.of()));
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    @Test
    void aSubscriberThatTakesItsWorkAlongFreesTheKey() {
        with((orders, events) -> {
            Disposable subscriber = orders.abandonable("1").subscribe();
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            subscriber.dispose();
            Awaitility.await().until(() -> events.types().contains(Type.RELEASED));
            assertThat(orders.work().currentSubscriberCount()).isZero();
        });
    }

    @Test
    void irreversibleWorkThatIsTakenAlongIsUnknown() {
        with((orders, events) -> {
            Disposable subscriber = orders.irreversible("1").subscribe();
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            subscriber.dispose();
            Awaitility.await().until(() -> events.types().contains(Type.LEFT_UNKNOWN));
            assertThat(problem(orders.irreversible("1"))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        });
    }

    @Test
    void theSubscribersContextReachesTheWorkAndSoDoesTheExecutions() {
        with((orders, events) -> {
            String seen = orders.contextual("1")
                    .contextWrite(context -> context.put("tenant", "acme"))
                    .block();
            assertThat(seen).isEqualTo("acme contextual 1");
        });
    }

    @Test
    void theWorkMayAnswerAndBeAskedForOnThreadsThatMustNotWait() {
        with((orders, events) -> {
            Mono<Order> order = orders.order("1").subscribeOn(Schedulers.parallel());
            assertThat(order.block()).isEqualTo(new Order(1, List.of("tea")));
            assertThat(order.block()).isEqualTo(new Order(1, List.of("tea")));
        });
    }

    @Test
    void typesOfOtherLibrariesAreAnswersTheSame() {
        with((orders, events) -> {
            for (int call = 0; call < 2; call++) {
                assertThat(orders.single("1").blockingGet()).isEqualTo(new Order(1, List.of("single")));
                assertThat(orders.maybe("1").blockingGet()).isNull();
                orders.completable("1").blockingAwait();
            }
            assertThat(orders.runs()).isEqualTo(3);
            assertThat(catchThrowableOfType(
                                    IdempotencyException.class,
                                    () -> orders.single(null).blockingGet())
                            .problem())
                    .isEqualTo(IdempotencyProblem.KEY_MISSING);
        });
    }

    private interface Use {

        void run(Orders orders, RecordingIdempotencyListener events) throws Exception;
    }

    private static void with(Use test) {
        Starts.application(Orders.class, RecordingIdempotencyListener.class)
                .run(context ->
                        test.run(context.getBean(Orders.class), context.getBean(RecordingIdempotencyListener.class)));
    }

    private static IdempotencyProblem problem(Mono<?> answer) {
        return catchThrowableOfType(IdempotencyException.class, answer::block).problem();
    }

    record Order(int number, List<String> lines) {}

    static class Orders {

        private final AtomicInteger runs = new AtomicInteger();

        private final Sinks.One<Order> work = Sinks.one();

        @Idempotent(key = "#id")
        public Mono<Order> order(String id) {
            return next(new Order(runs.get() + 1, List.of("tea"))).publishOn(Schedulers.parallel());
        }

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.WAIT, waitTimeout = "2m")
        public Mono<Order> waiting(String id) {
            return pending();
        }

        @Idempotent(key = "#id")
        public Mono<Order> pending(String id) {
            return pending();
        }

        @Idempotent(key = "#id", onCancel = CancelPolicy.CANCEL)
        public Mono<Order> abandonable(String id) {
            return pending();
        }

        @Idempotent(key = "#id", effect = Effect.IRREVERSIBLE, onCancel = CancelPolicy.CANCEL)
        public Mono<Order> irreversible(String id) {
            return pending();
        }

        @Idempotent(key = "#id", remember = Declined.class)
        public Mono<Order> failing(String id, Exception failure) {
            return Mono.error(() -> {
                runs.incrementAndGet();
                return failure;
            });
        }

        @Idempotent(key = "#id")
        public Mono<Order> missing(String id) {
            return next(null);
        }

        @Idempotent(key = "#id")
        public Mono<Void> done(String id) {
            return next(null);
        }

        @Idempotent(key = "#id")
        public Mono<Boolean> flag(String id, boolean value) {
            return next(value);
        }

        @Idempotent(key = "#id")
        public Mono<Integer> number(String id, int value) {
            return next(value);
        }

        @Idempotent(key = "#id")
        public Mono<String> text(String id, String value) {
            return next(value);
        }

        @Idempotent(key = "#id")
        public Mono<Order> forgotten(String id) {
            return null;
        }

        @Idempotent(key = "#id", scope = "contextual")
        public Mono<String> contextual(String id) {
            return Mono.deferContextual(context -> {
                        IdempotencyContext running = context.get(IdempotencyContext.class);
                        return Mono.just(context.get("tenant") + " " + running.scope() + " " + running.attempt());
                    })
                    .subscribeOn(Schedulers.parallel());
        }

        @Idempotent(key = "#id")
        public Single<Order> single(String id) {
            return Single.fromSupplier(() -> {
                runs.incrementAndGet();
                return new Order(1, List.of("single"));
            });
        }

        @Idempotent(key = "#id")
        public Maybe<Order> maybe(String id) {
            return Maybe.fromAction(runs::incrementAndGet);
        }

        @Idempotent(key = "#id")
        public Completable completable(String id) {
            return Completable.fromAction(runs::incrementAndGet);
        }

        /** Not fields: a proxy has fields of its own. */
        public int runs() {
            return runs.get();
        }

        public Sinks.One<Order> work() {
            return work;
        }

        private Mono<Order> pending() {
            runs.incrementAndGet();
            return work.asMono();
        }

        private <T> Mono<T> next(T value) {
            return Mono.fromSupplier(() -> {
                runs.incrementAndGet();
                return value;
            });
        }
    }
}
