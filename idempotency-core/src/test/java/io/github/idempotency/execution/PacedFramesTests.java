package io.github.idempotency.execution;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** A reader that takes its time, by a clock that a test holds. Negative control: without the pause it has all at once. */
class PacedFramesTests {

    private static final Duration PACE = Duration.ofMillis(777);

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private final IdempotentOperation operation = Engine.operation();

    private final Delays delays = new Delays();

    private final AtomicInteger told = new AtomicInteger();

    private FrameCursor cursor;

    @BeforeEach
    void anAnswerOfThreeFrames() {
        long token = ((Claim.Acquired) store.claim(operation.claimRequest())).token();
        store.append(operation.storeKey(), token, 0, List.of(bytes("a"), bytes("b"), bytes("c")));
        store.complete(operation.storeKey(), token, new Result(Outcome.SUCCEEDED, bytes("all")), Duration.ofMinutes(1));
        Sequences sequences = new Sequences(store, delays);
        StoredAnswers answers = new StoredAnswers(
                operation,
                ResultEnvelope.NONE,
                sequences,
                new NearReplays(store, NearRecords.NONE),
                IdempotencyListener.NO_OP);
        cursor = sequences.open(answers, operation.storeKey(), token, 0, told::incrementAndGet);
    }

    @AfterEach
    void stop() {
        delays.shutdownNow();
    }

    @Test
    void theNextFrameComesAfterThePauseAndIsTold() {
        assertThat(next()).contains("a");
        cursor.pause(PACE);
        assertThat(next()).isEmpty();
        assertThat(cursor.isOver()).isFalse();
        assertThat(cursor.isCaughtUp()).isFalse();
        int before = told.get();

        delays.pass(PACE);

        assertThat(told.get()).isGreaterThan(before);
        assertThat(next()).contains("b");
        assertThat(next()).contains("c");
    }

    @Test
    void theEndIsNotPutOff() {
        next();
        next();
        next();
        cursor.pause(PACE);
        assertThat(cursor.isOver()).isTrue();
    }

    @Test
    void withoutAPaceThereIsNoPause() {
        next();
        cursor.pause(Duration.ZERO);
        assertThat(next()).contains("b");
        assertThat(delays.waiting(PACE)).isEmpty();
    }

    @Test
    void whoGoesIsNotToldAnyMore() {
        next();
        cursor.pause(PACE);
        cursor.close();
        assertThat(delays.waiting(PACE)).isEmpty();
    }

    private Optional<String> next() {
        byte[] frame = cursor.poll();
        return frame == null ? Optional.empty() : Optional.of(new String(frame, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is due is done at once; time passes when a test says so. */
    private static final class Delays extends ScheduledThreadPoolExecutor {

        private record Delayed(Runnable command, Duration delay, ScheduledFuture<?> future) {}

        private final List<Delayed> delayed = new ArrayList<>();

        Delays() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            ScheduledFuture<?> future = super.schedule(command, 1, TimeUnit.DAYS);
            if (delay == 0) {
                command.run();
            } else {
                delayed.add(new Delayed(command, Duration.of(delay, unit.toChronoUnit()), future));
            }
            return future;
        }

        List<Delayed> waiting(Duration delay) {
            return delayed.stream()
                    .filter(each -> each.delay().equals(delay) && !each.future().isCancelled())
                    .toList();
        }

        void pass(Duration delay) {
            waiting(delay).forEach(each -> each.command().run());
        }
    }
}
