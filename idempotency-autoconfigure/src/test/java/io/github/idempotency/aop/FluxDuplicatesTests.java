package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.Feeds.Order;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody calls a service again while its sequence is still being given. */
@Timeout(60)
class FluxDuplicatesTests {

    @Test
    void itIsRefused() {
        Feeds.with((feeds, events) -> {
            Subscriber first = new Subscriber(feeds.live("1"));
            awaitStarted(events);
            feeds.work().tryEmitNext(Order.of(1));
            Subscriber second = new Subscriber(feeds.live("1"));
            second.awaitEnd();
            assertThat(second.seen).isEmpty();
            assertThat(second.refusal()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
            assertThat(first.seen).containsExactly(Order.of(1));
            feeds.work().tryEmitComplete();
        });
    }

    /**
     * More of them than there are threads to wait on must not keep the first call from ending. Negative control: with ends on
     * the threads of claims, it does not.
     */
    @Test
    void itWaitsForTheEndAndGetsAllOfIt() {
        Feeds.with((feeds, events) -> {
            Subscriber first = new Subscriber(feeds.waiting("1"));
            awaitStarted(events);
            feeds.work().tryEmitNext(Order.of(1));
            List<Subscriber> others = Stream.generate(() -> new Subscriber(feeds.waiting("1")))
                    .limit(40)
                    .toList();
            Awaitility.await().until(() -> events.count(Type.WAITED) >= 10);
            feeds.work().tryEmitComplete();
            first.awaitEnd();
            for (Subscriber other : others) {
                other.awaitEnd();
                assertThat(other.failures).isEmpty();
                assertThat(other.seen).containsExactly(Order.of(1));
            }
            assertThat(feeds.runs()).isEqualTo(1);
        });
    }

    @Test
    void itIsAttachedAndGetsWhatThereIsAndThenWhatComes() {
        Feeds.with((feeds, events) -> {
            Subscriber first = new Subscriber(feeds.attached("1"));
            awaitStarted(events);
            feeds.work().tryEmitNext(Order.of(1));
            Subscriber second = new Subscriber(feeds.attached("1"));
            second.await(Order.of(1));
            feeds.work().tryEmitNext(Order.of(2));
            second.await(Order.of(2));
            assertThat(second.ended).isFalse();
            feeds.work().tryEmitComplete();
            second.awaitEnd();
            first.awaitEnd();
            assertThat(second.failures).isEmpty();
            assertThat(second.seen).isEqualTo(first.seen).containsExactly(Order.of(1), Order.of(2));
            assertThat(feeds.runs()).isEqualTo(1);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.ATTACHED, Type.COMPLETED);
        });
    }

    /** Negative control: with the refusal taken for the end, the sequence seems to be complete. */
    @Test
    void whoIsAttachedIsToldThatTheSequenceWasBrokenOff() {
        Feeds.with((feeds, events) -> {
            new Subscriber(feeds.attached("1"));
            awaitStarted(events);
            feeds.work().tryEmitNext(Order.of(1));
            Subscriber second = new Subscriber(feeds.attached("1"));
            second.await(Order.of(1));
            feeds.work().tryEmitError(new IllegalStateException("overloaded"));
            second.awaitEnd();
            assertThat(second.seen).containsExactly(Order.of(1));
            assertThat(second.refusal()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        });
    }

    /** Negative control: on the thread that brings the news, what is done with an element keeps the store from others. */
    @Test
    void whatIsDoneWithElementsKeepsNoThreadOfTheStore() {
        Feeds.with((feeds, events) -> {
            new Subscriber(feeds.attached("1"));
            awaitStarted(events);
            List<String> threads = new CopyOnWriteArrayList<>();
            Subscriber second = new Subscriber(feeds.attached("1")
                    .doOnNext(order -> threads.add(Thread.currentThread().getName())));
            feeds.work().tryEmitNext(Order.of(1));
            second.await(Order.of(1));
            feeds.work().tryEmitNext(Order.of(2));
            second.await(Order.of(2));
            feeds.work().tryEmitComplete();
            second.awaitEnd();
            assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("boundedElastic"));
        });
    }

    @Test
    void whoIsAttachedAndGoesAwayTakesNothingAlong() {
        Feeds.with((feeds, events) -> {
            Subscriber first = new Subscriber(feeds.abandonable("1"));
            feeds.work().tryEmitNext(Order.of(1));
            assertThat(feeds.abandonable("1").blockFirst()).isEqualTo(Order.of(1));
            feeds.work().tryEmitComplete();
            first.awaitEnd();
            assertThat(events.types()).containsExactly(Type.STARTED, Type.ATTACHED, Type.COMPLETED);
        });
    }

    @Test
    void whoIsAttachedToMoreThanIsKeptIsToldSoAtTheEnd() {
        Feeds.with(
                (feeds, events) -> {
                    Subscriber first = new Subscriber(feeds.attached("1"));
                    awaitStarted(events);
                    feeds.work().tryEmitNext(Order.of(1));
                    Subscriber second = new Subscriber(feeds.attached("1"));
                    second.await(Order.of(1));
                    feeds.work().tryEmitNext(new Order(2, List.of("x".repeat(100))));
                    feeds.work().tryEmitComplete();
                    first.awaitEnd();
                    second.awaitEnd();
                    assertThat(first.failures).isEmpty();
                    assertThat(second.refusal()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
                },
                "idempotency.max-result-size=100B");
    }

    private static final class Subscriber {

        private final List<Order> seen = new CopyOnWriteArrayList<>();

        private final List<Throwable> failures = new CopyOnWriteArrayList<>();

        private volatile boolean ended;

        Subscriber(Flux<Order> sequence) {
            sequence.subscribe(
                    seen::add,
                    failure -> {
                        failures.add(failure);
                        ended = true;
                    },
                    () -> ended = true);
        }

        void await(Order element) {
            Awaitility.await().until(() -> seen.contains(element));
        }

        void awaitEnd() {
            Awaitility.await().until(() -> ended);
        }

        IdempotencyProblem refusal() {
            return ((IdempotencyException) failures.get(0)).problem();
        }
    }

    /** Keys are claimed on other threads than this: the next caller could be the first. */
    private static void awaitStarted(RecordingIdempotencyListener events) {
        Awaitility.await().until(() -> events.count(Type.STARTED) == 1);
    }
}
