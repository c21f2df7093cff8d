package io.github.idempotency.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

class IdempotencyListenerTests {

    private final List<String> told = new ArrayList<>();

    @Test
    void allAreToldInOrder() {
        var all = IdempotencyListener.all(List.of(event -> told.add("first"), event -> told.add("second")));
        all.on(new IdempotencyEvent(Type.STARTED, "orders", null, null));
        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void listenersAddedLaterAreNotTold() {
        List<IdempotencyListener> listeners = new ArrayList<>();
        var all = IdempotencyListener.all(listeners);
        listeners.add(event -> told.add("late"));
        all.on(new IdempotencyEvent(Type.STARTED, "orders", null, null));
        assertThat(told).isEmpty();
    }

    /** Meters linked against another version fail with an error; a listener in Kotlin throws what it likes. */
    @ParameterizedTest
    @MethodSource("failures")
    void whatAListenerThrowsNeverReachesTheCallNorTheOtherListeners(Throwable failure) {
        IdempotencyListener failing = event -> IdempotencyListenerTests.<RuntimeException>raise(failure);
        var all = IdempotencyListener.all(
                List.of(failing, event -> told.add(event.type().name())));
        try (LeaseKeeper keeper = new LeaseKeeper()) {
            var executor = new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, all);
            assertThat(executor.execute(operation(), ResultCodec.UTF_8, () -> "answer"))
                    .isEqualTo("answer");
            assertThat(executor.execute(operation(), ResultCodec.UTF_8, () -> "again"))
                    .isEqualTo("answer");
        }
        assertThat(told).containsExactly("STARTED", "COMPLETED", "REPLAYED");
    }

    static Throwable[] failures() {
        return new Throwable[] {
            new IllegalStateException(), new NoSuchMethodError(), new AssertionError(), new IOException()
        };
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable failure) throws X {
        throw (X) failure;
    }
}
