package io.github.idempotency.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Services that answer with a {@code CompletableFuture} or {@code CompletionStage}. */
@Timeout(60)
class StageAnswersTests {

    @Test
    void theFirstCallAnswersWhenItsWorkIsDone() {
        with((orders, events) -> {
            CompletableFuture<Order> first = orders.order("1");
            assertThat(first).isNotDone();
            orders.work().complete(new Order(1, List.of("tea")));
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(new Order(1, List.of("tea")));
        });
    }

    /** The stored answer is of the element's type: one of the future's would be a future that nobody completes. */
    @Test
    void aReplayedCompletableFutureCompletes() {
        with((orders, events) -> {
            orders.work().complete(new Order(1, List.of("tea")));
            orders.order("1").get(20, TimeUnit.SECONDS);
            CompletableFuture<Order> replay = orders.order("1");
            assertThat(replay).isCompletedWithValue(new Order(1, List.of("tea")));
            assertThat(orders.runs()).isEqualTo(1);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED);
        });
    }

    @Test
    void answersThatAreEasilyTakenForNoneAreReplayedAsThemselves() {
        with((orders, events) -> {
            assertThat(orders.flag("1", false)).isCompletedWithValue(false);
            assertThat(orders.flag("1", true)).isCompletedWithValue(false);
            assertThat(orders.number("1", 0)).isCompletedWithValue(0);
            assertThat(orders.number("1", 1)).isCompletedWithValue(0);
            assertThat(orders.text("1", "")).isCompletedWithValue("");
            assertThat(orders.text("1", "text")).isCompletedWithValue("");
            assertThat(orders.text("2", null)).isCompletedWithValue(null);
            assertThat(orders.text("2", "text")).isCompletedWithValue(null);
            assertThat(orders.nothing("1").toCompletableFuture()).isCompletedWithValue(null);
            assertThat(orders.nothing("1").toCompletableFuture()).isCompletedWithValue(null);
            assertThat(orders.runs()).isEqualTo(5);
        });
    }

    @Test
    void ofManyConcurrentCallersOneRuns() {
        with((orders, events) -> {
            ExecutorService callers = Executors.newCachedThreadPool();
            List<Future<Order>> answers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                answers.add(callers.submit(() -> orders.waiting("1").get()));
            }
            Awaitility.await().until(() -> events.count(Type.WAITED) == 29);
            orders.work().complete(new Order(1, List.of()));
            for (Future<Order> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(new Order(1, List.of()));
            }
            assertThat(orders.runs()).isEqualTo(1);
            callers.shutdown();
        });
    }

    @Test
    void aRefusalIsAFailedFutureAndNeverThrown() {
        with((orders, events) -> {
            orders.order("1");
            assertThat(problem(orders.order("1"))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
            assertThat(problem(orders.order(null))).isEqualTo(IdempotencyProblem.KEY_MISSING);
            assertThat(orders.runs()).isEqualTo(1);
            orders.work().complete(new Order(1, List.of()));
        });
    }

    @Test
    void aFailureFreesTheKey() {
        with((orders, events) -> {
            CompletableFuture<Order> first = orders.order("1");
            orders.work().completeExceptionally(new IllegalStateException("overloaded"));
            assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("overloaded");
            assertThatThrownBy(() -> orders.order("1").get(20, TimeUnit.SECONDS))
                    .hasRootCauseMessage("overloaded");
            assertThat(orders.runs()).isEqualTo(2);
        });
    }

    @Test
    void aRememberedFailureIsReplayed() {
        with((orders, events) -> {
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(() -> orders.charge("1").get(20, TimeUnit.SECONDS))
                        .cause()
                        .isExactlyInstanceOf(Declined.class)
                        .hasMessage("no funds");
            }
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    @Test
    void theTypeMayBeThatOfASubclass() {
        with((orders, events) -> {
            for (int call = 0; call < 2; call++) {
                assertThat(orders.inherited("1")).isCompletedWithValue(new Order(7, List.of()));
            }
        });
    }

    @Test
    void noFutureAtAllIsAFailureThatSaysSo() {
        with((orders, events) -> assertThatThrownBy(() -> orders.forgotten("1").get())
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null and no stage"));
    }

    @Test
    void aCancelledCallRunsOnByDefault() {
        with((orders, events) -> {
            orders.order("1").cancel(true);
            orders.work().complete(new Order(1, List.of()));
            Awaitility.await().until(() -> events.types().contains(Type.COMPLETED));
            assertThat(orders.order("1")).isCompletedWithValue(new Order(1, List.of()));
        });
    }

    @Test
    void aCancelledCallTakesItsWorkAlongWhereItSaysSo() {
        with((orders, events) -> {
            orders.abandonable("1").cancel(true);
            assertThat(orders.work()).isCancelled();
            Awaitility.await().until(() -> events.types().contains(Type.LEFT_UNKNOWN));
        });
    }

    @Test
    void configurationMaySayWhatBecomesOfACancelledCall() {
        Starts.application(Orders.class, RecordingIdempotencyListener.class)
                .withPropertyValues("idempotency.on-cancel=cancel")
                .run(context -> {
                    Orders orders = context.getBean(Orders.class);
                    orders.order("1").cancel(true);
                    Awaitility.await()
                            .until(() -> context.getBean(RecordingIdempotencyListener.class)
                                    .types()
                                    .contains(Type.RELEASED));
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

    private static IdempotencyProblem problem(CompletableFuture<?> answer) {
        ExecutionException ex = catchThrowableOfType(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
        return ((IdempotencyException) ex.getCause()).problem();
    }

    record Order(int number, List<String> lines) {}

    abstract static class Source<T> {

        @Idempotent(key = "#id")
        public CompletableFuture<T> inherited(String id) {
            return CompletableFuture.completedFuture(make());
        }

        abstract T make();
    }

    static class Orders extends Source<Order> {

        private final AtomicInteger runs = new AtomicInteger();

        private final CompletableFuture<Order> work = new CompletableFuture<>();

        @Idempotent(key = "#id")
        public CompletableFuture<Order> order(String id) {
            return next();
        }

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.WAIT, waitTimeout = "2m")
        public CompletableFuture<Order> waiting(String id) {
            return next();
        }

        @Idempotent(key = "#id", effect = Effect.IRREVERSIBLE, onCancel = CancelPolicy.CANCEL)
        public CompletableFuture<Order> abandonable(String id) {
            return next();
        }

        @Idempotent(key = "#id", remember = Declined.class)
        public CompletableFuture<Order> charge(String id) {
            return CompletableFuture.supplyAsync(runs::incrementAndGet).thenCompose(run -> {
                throw new CompletionException(new Declined("no funds"));
            });
        }

        @Idempotent(key = "#id")
        public CompletableFuture<Boolean> flag(String id, boolean value) {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(value);
        }

        @Idempotent(key = "#id")
        public CompletableFuture<Integer> number(String id, int value) {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(value);
        }

        @Idempotent(key = "#id")
        public CompletableFuture<String> text(String id, String value) {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(value);
        }

        @Idempotent(key = "#id")
        public CompletionStage<Void> nothing(String id) {
            runs.incrementAndGet();
            return CompletableFuture.completedStage(null);
        }

        @Idempotent(key = "#id")
        public CompletableFuture<Order> forgotten(String id) {
            return null;
        }

        @Override
        Order make() {
            return new Order(7, List.of());
        }

        /** Not fields: a proxy has fields of its own. */
        public int runs() {
            return runs.get();
        }

        public CompletableFuture<Order> work() {
            return work;
        }

        private CompletableFuture<Order> next() {
            runs.incrementAndGet();
            return work;
        }
    }
}
