package io.github.idempotency.aop;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.Feeds.Order;
import io.github.idempotency.execution.IdempotencyEvent.Type;

import static org.assertj.core.api.Assertions.assertThat;

/** A service's sequence that does not come to its proper end. */
@Timeout(60)
class FluxFailuresTests {

    @Test
    void repeatableWorkRunsAgain() {
        Feeds.with((feeds, events) -> {
            Flux<Order> failing = feeds.repeatable("1", new IllegalStateException("overloaded"));
            for (int call = 0; call < 2; call++) {
                assertThat(signals(failing)).containsExactly(Order.of(1), "overloaded");
            }
            assertThat(feeds.runs()).isEqualTo(2);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.RELEASED, Type.STARTED, Type.RELEASED);
        });
    }

    @Test
    void aTimeoutIsAFailure() {
        Feeds.with((feeds, events) -> {
            assertThat(signals(feeds.slow("1"))).hasSize(2).startsWith(Order.of(1));
            assertThat(events.types()).containsExactly(Type.STARTED, Type.RELEASED);
        });
    }

    @Test
    void whatTheMethodThrowsIsAnErrorSignal() {
        Feeds.with((feeds, events) -> {
            Flux<Order> throwing = feeds.throwing("1");
            assertThat(signals(throwing)).containsExactly("overloaded");
            assertThat(signals(throwing)).containsExactly("overloaded");
            assertThat(feeds.runs()).isEqualTo(2);
        });
    }

    @Test
    void ofIrreversibleWorkTheOutcomeIsUnknown() {
        Feeds.with((feeds, events) -> {
            assertThat(signals(feeds.failing("1", new IllegalStateException("connection lost"))))
                    .containsExactly(Order.of(1), Order.of(2), "connection lost");
            assertThat(signals(feeds.failing("1", null))).containsExactly(IdempotencyProblem.OUTCOME_UNKNOWN);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.LEFT_UNKNOWN, Type.UNKNOWN);
            assertThat(feeds.runs()).isEqualTo(1);
        });
    }

    @Test
    void aFailureThatPrecedesTheEffectFreesTheKey() {
        Feeds.with((feeds, events) -> {
            signals(feeds.failing("1", new IllegalArgumentException("no such customer")));
            assertThat(events.types()).containsExactly(Type.STARTED, Type.RELEASED);
        });
    }

    /** The elements before it were part of the answer, and so is that it came after them. */
    @Test
    void aRememberedFailureIsReplayedAfterTheElementsBeforeIt() {
        Feeds.with((feeds, events) -> {
            assertThat(signals(feeds.failing("1", new Declined("no funds"))))
                    .containsExactly(Order.of(1), Order.of(2), "no funds");
            assertThat(signals(feeds.failing("1", new Declined("never seen"))))
                    .containsExactly(Order.of(1), Order.of(2), "no funds");
            assertThat(feeds.runs()).isEqualTo(1);
        });
    }

    /** What a subscriber sees, a failure by its message and a refusal by its problem. */
    private static List<Object> signals(Flux<Order> sequence) {
        List<Object> signals = new ArrayList<>();
        sequence.cast(Object.class)
                .onErrorResume(failure ->
                        Flux.just(failure instanceof IdempotencyException ex ? ex.problem() : failure.getMessage()))
                .doOnNext(signals::add)
                .blockLast();
        return signals;
    }
}
