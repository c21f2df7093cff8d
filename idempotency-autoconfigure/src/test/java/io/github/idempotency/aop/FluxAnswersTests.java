package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.Feeds.Order;
import io.github.idempotency.aop.Feeds.Unwritable;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyEvent.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Services that answer with a {@code Flux} or a sequence of another reactive library: its first answer and the replay. */
@Timeout(60)
class FluxAnswersTests {

    @Test
    void nothingIsClaimedBeforeSomebodySubscribes() {
        Feeds.with((feeds, events) -> {
            assertThat(feeds.orders("1", 3)).isNotNull();
            assertThat(events.types()).isEmpty();
            assertThat(feeds.runs()).isZero();
        });
    }

    @Test
    void everySubscriptionIsACallAndTheSecondGetsTheFirstAnswer() {
        Feeds.with((feeds, events) -> {
            Flux<Order> orders = feeds.orders("1", 3);
            List<Order> first = all(orders);
            assertThat(first).containsExactly(Order.of(1), Order.of(2), Order.of(3));
            assertThat(all(orders)).isEqualTo(first);
            assertThat(all(feeds.orders("1", 3))).isEqualTo(first);
            assertThat(feeds.runs()).isEqualTo(1);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED, Type.REPLAYED);
        });
    }

    @Test
    void anElementIsGivenWhenItIsThere() {
        Feeds.with((feeds, events) -> {
            List<Order> seen = new CopyOnWriteArrayList<>();
            feeds.live("1").subscribe(seen::add);
            feeds.work().tryEmitNext(Order.of(1));
            assertThat(seen).containsExactly(Order.of(1));
            assertThat(events.types()).containsExactly(Type.STARTED);
            feeds.work().tryEmitComplete();
        });
    }

    /** Negative control: with the end passed on as it comes, the record is not complete yet when it is seen. */
    @Test
    void whoSeesTheEndFindsTheRecordComplete() {
        Feeds.with((feeds, events) -> {
            List<List<Type>> atTheEnd = new CopyOnWriteArrayList<>();
            feeds.live("1").doOnComplete(() -> atTheEnd.add(events.types())).subscribe();
            feeds.work().tryEmitNext(Order.of(1));
            feeds.work().tryEmitComplete();
            Awaitility.await().until(() -> !atTheEnd.isEmpty());
            assertThat(atTheEnd).containsExactly(List.of(Type.STARTED, Type.COMPLETED));
        });
    }

    /** Negative control: with the record completed after the first element, the retry gets that as the whole answer. */
    @Test
    void whatHasNotEndedIsNoAnswer() {
        Feeds.with((feeds, events) -> {
            feeds.live("1").subscribe();
            feeds.work().tryEmitNext(Order.of(1));
            assertThat(problem(feeds.live("1"))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
            feeds.work().tryEmitNext(Order.of(2));
            feeds.work().tryEmitComplete();
            Awaitility.await().until(() -> events.types().contains(Type.COMPLETED));
            assertThat(all(feeds.live("1"))).containsExactly(Order.of(1), Order.of(2));
        });
    }

    @Test
    void elementsAreReplayedAsTheDeclaredType() {
        Feeds.with((feeds, events) -> {
            isReplayed(feeds, (each, key) -> each.orders(key, 3));
            isReplayed(feeds, (each, key) -> each.numbers(key, 3));
            isReplayed(feeds, (each, key) -> each.texts(key, "a", "", "null", "0", "\u0000"));
            isReplayed(feeds, Feeds::batches);
            isReplayed(feeds, Feeds::byCustomer);
            isReplayed(feeds, (each, key) -> each.orders(key + " empty", 0));
        });
    }

    @Test
    void elementsAreReplayedInTheirOrderHoweverManyTheyAre() {
        Feeds.with((feeds, events) -> {
            List<Integer> numbers =
                    IntStream.range(0, 5 * StoredElements.PAGE + 1).boxed().toList();
            for (int call = 0; call < 2; call++) {
                assertThat(all(feeds.numbers("1", numbers.size()))).isEqualTo(numbers);
            }
            assertThat(feeds.runs()).isEqualTo(1);
        });
    }

    @Test
    void sequencesOfOtherLibrariesAreAnswersTheSame() {
        Feeds.with((feeds, events) -> {
            isReplayed(feeds, (each, key) -> flux(each.publisher(key)));
            isReplayed(feeds, (each, key) -> flux(each.published(key)));
            isReplayed(feeds, (each, key) -> flux(each.flowable(key)));
            isReplayed(feeds, (each, key) -> flux(each.observable(key)));
            isReplayed(feeds, (each, key) -> flux(each.flow(key)));
        });
    }

    @Test
    void moreThanIsKeptIsGivenAndNotRetained() {
        Feeds.with(
                (feeds, events) -> {
                    assertThat(all(feeds.numbers("1", 300))).hasSize(300);
                    assertThat(problem(feeds.numbers("1", 300))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
                    assertThat(feeds.runs()).isEqualTo(1);
                    assertThat(events.types()).containsExactly(Type.STARTED, Type.NOT_RETAINED, Type.GONE);
                },
                "idempotency.max-result-size=100B");
    }

    @Test
    void anElementThatCannotBeWrittenIsGivenAndNothingIsRetained() {
        Feeds.with((feeds, events) -> {
            assertThat(all(feeds.unwritable("1")))
                    .extracting(Unwritable::name)
                    .containsExactly("first", "second", "third");
            assertThat(problem(feeds.unwritable("1"))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        });
    }

    @Test
    void anElementThatIsReadAsNullIsNoAnswer() {
        Feeds.with((feeds, events) -> {
            assertThat(all(feeds.absent("1"))).hasSize(2);
            assertThat(problem(feeds.absent("1"))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        });
    }

    @Test
    void theSubscribersContextReachesTheWorkAndSoDoesTheExecutions() {
        Feeds.with((feeds, events) -> assertThat(
                        all(feeds.contextual("1").contextWrite(context -> context.put("tenant", "acme"))))
                .containsExactly("acme", "contextual"));
    }

    @Test
    void aRefusalIsAnErrorSignalAndNeverThrown() {
        Feeds.with((feeds, events) -> {
            assertThat(problem(feeds.live(null))).isEqualTo(IdempotencyProblem.KEY_MISSING);
            assertThat(problem(flux(feeds.observable(null)))).isEqualTo(IdempotencyProblem.KEY_MISSING);
        });
    }

    @Test
    void noSequenceAtAllIsAFailureThatSaysSo() {
        Feeds.with((feeds, events) -> assertThatThrownBy(() -> all(feeds.forgotten("1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null"));
    }

    @Test
    void whatReconciliationFindsIsAListOfTheElements() {
        Feeds.with((feeds, events) -> {
            assertThatThrownBy(() -> all(feeds.charged("1"))).hasMessage("timeout");
            for (int call = 0; call < 2; call++) {
                assertThat(all(feeds.charged("1"))).containsExactly(Order.of(7), Order.of(8));
            }
        });
    }

    /** Another question under the same key shows that the second answer is the first one. */
    @Test
    void aServiceAsTheDocumentationShowsIt() {
        Starts.application(AnsweringService.class).run(context -> {
            AnsweringService service = context.getBean(AnsweringService.class);
            for (String text : List.of("to be or not", "never asked")) {
                assertThat(all(service.answer(new AnsweringService.Question("1", text))))
                        .extracting(AnsweringService.Piece::text)
                        .containsExactly("to", "be", "or", "not");
            }
        });
    }

    private static void isReplayed(Feeds feeds, BiFunction<Feeds, String, Flux<?>> call) {
        List<?> first = all(call.apply(feeds, "key"));
        int runs = feeds.runs();
        assertThat(runs).isPositive();
        assertThat(all(call.apply(feeds, "key"))).isEqualTo(first);
        assertThat(feeds.runs()).isEqualTo(runs);
    }

    private static Flux<?> flux(Object sequence) {
        Publisher<?> elements = ReactiveAdapterRegistry.getSharedInstance()
                .getAdapter(sequence.getClass())
                .toPublisher(sequence);
        return Flux.from(elements);
    }

    private static <T> List<T> all(Flux<T> sequence) {
        return sequence.collectList().block();
    }

    private static IdempotencyProblem problem(Flux<?> answer) {
        return catchThrowableOfType(IdempotencyException.class, answer::blockLast)
                .problem();
    }
}
