package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Services that answer with a {@code java.util.stream.Stream}. */
@Timeout(60)
class StreamAnswersTests {

    @Test
    void theElementsAreReplayedAsAStreamOfTheDeclaredType() {
        with(orders -> {
            for (int call = 0; call < 2; call++) {
                assertThat(orders.list("1", 3).map(Order::number)).containsExactly(0, 1, 2);
            }
            assertThat(orders.runs()).isEqualTo(3);
        });
    }

    @Test
    void aStreamIsReadAndClosedBeforeItIsGiven() {
        with(orders -> {
            Stream<Order> first = orders.list("1", 3);
            assertThat(orders.runs()).isEqualTo(3);
            assertThat(orders.closed()).isEqualTo(1);
            assertThat(first).hasSize(3);
        });
    }

    @Test
    void nothingAndNoElementsAreTwoAnswers() {
        with(orders -> {
            for (int call = 0; call < 2; call++) {
                assertThat(orders.list("none", 0)).isEmpty();
                assertThat(orders.nothing("1")).isNull();
            }
        });
    }

    /** The elements are made within the execution, so that each of them may ask for it. */
    @Test
    void theElementsAreMadeInTheContextOfTheCall() {
        with(orders -> assertThat(orders.scopes("1")).containsExactly("scopes", "scopes"));
    }

    @Test
    void aStreamThatFailsFreesTheKeyAndIsClosed() {
        with(orders -> {
            assertThatThrownBy(() -> orders.failing("1")).hasMessage("overloaded");
            assertThat(orders.closed()).isEqualTo(1);
            assertThatThrownBy(() -> orders.failing("1")).hasMessage("overloaded");
            assertThat(orders.runs()).isEqualTo(2);
        });
    }

    /** Negative control: read to its end before anything is counted, all of its elements are in memory. */
    @Test
    void aStreamThatIsLargerThanIsKeptIsGivenButNotRetained() {
        with(orders -> {
            Stream<Order> first = orders.list("1", 1_000);
            assertThat(orders.runs()).isLessThan(20);
            assertThat(orders.closed()).isZero();
            try (first) {
                assertThat(first.mapToInt(Order::number))
                        .containsExactlyElementsOf(
                                IntStream.range(0, 1_000).boxed().toList());
            }
            assertThat(orders.closed()).isEqualTo(1);
            assertThat(problem(() -> orders.list("1", 1_000))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
            assertThat(orders.runs()).isEqualTo(1_000);
        });
    }

    @Test
    void aStreamWithoutAnEndFillsNoMemory() {
        with(orders -> assertThat(orders.endless("1").limit(100).map(Order::number))
                .hasSize(100)
                .startsWith(0, 1, 2));
    }

    @Test
    void anElementThatCannotBeWrittenIsGivenButNotRetained() {
        with(orders -> {
            assertThat(orders.unwritable("1").map(Unwritable::name)).containsExactly("first", "second", "third");
            assertThat(problem(() -> orders.unwritable("1"))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        });
    }

    @Test
    void whatReconciliationFindsIsAListOfTheElements() {
        with(orders -> {
            assertThatThrownBy(() -> orders.charged("1")).hasMessage("timeout");
            for (int call = 0; call < 2; call++) {
                assertThat(orders.charged("1").map(Order::number)).containsExactly(7);
            }
        });
    }

    private interface Use {

        void run(Orders orders) throws Exception;
    }

    private static void with(Use test) {
        Starts.application(Orders.class)
                .withPropertyValues("idempotency.max-result-size=100B")
                .run(context -> test.run(context.getBean(Orders.class)));
    }

    private interface Call {

        void run() throws Exception;
    }

    private static IdempotencyProblem problem(Call call) {
        return catchThrowableOfType(IdempotencyException.class, call::run).problem();
    }

    record Order(int number) {}

    record Unwritable(String name) {

        public String getTrouble() {
            if (name.equals("second")) {
                throw new IllegalStateException("no trouble to tell");
            }
            return "";
        }
    }

    static class Orders {

        private final AtomicInteger runs = new AtomicInteger();

        private final AtomicInteger closed = new AtomicInteger();

        @Idempotent(key = "#id")
        public Stream<Order> list(String id, int size) {
            return endless().limit(size);
        }

        @Idempotent(key = "#id")
        public Stream<Order> endless(String id) {
            return endless();
        }

        @Idempotent(key = "#id")
        public Stream<Order> nothing(String id) {
            return null;
        }

        @Idempotent(key = "#id", scope = "scopes")
        public Stream<String> scopes(String id) {
            return Stream.generate(() -> IdempotencyContext.current().scope()).limit(2);
        }

        @Idempotent(key = "#id")
        public Stream<Order> failing(String id) {
            return endless().peek(order -> {
                throw new IllegalStateException("overloaded");
            });
        }

        @Idempotent(key = "#id")
        public Stream<Unwritable> unwritable(String id) {
            return Stream.of("first", "second", "third").map(Unwritable::new);
        }

        @Idempotent(key = "#id", effect = Effect.IRREVERSIBLE, reconcileWith = "find")
        public Stream<Order> charged(String id) {
            throw new IllegalStateException("timeout");
        }

        Reconciliation<List<Order>> find(String id) {
            return Reconciliation.happened(List.of(new Order(7)));
        }

        /** Not fields: a proxy has fields of its own. */
        public int runs() {
            return runs.get();
        }

        public int closed() {
            return closed.get();
        }

        private Stream<Order> endless() {
            return Stream.generate(() -> new Order(runs.getAndIncrement())).onClose(closed::incrementAndGet);
        }
    }
}
