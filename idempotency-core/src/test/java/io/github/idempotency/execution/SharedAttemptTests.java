package io.github.idempotency.execution;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Seen to fail, with an attempt for each caller, when every caller made its own. */
class SharedAttemptTests {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void itSucceedsOnce() {
        SharedAttempt attempt = new SharedAttempt(attempts::incrementAndGet);
        attempt.succeed();
        attempt.succeed();
        assertThat(attempts).hasValue(1);
    }

    @Test
    void theNextCallerAttemptsAnewAfterAFailure() {
        SharedAttempt attempt = new SharedAttempt(() -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
        });
        assertThatThrownBy(attempt::succeed).hasMessage("not yet");
        attempt.succeed();
        attempt.succeed();
        assertThat(attempts).hasValue(2);
    }

    @Test
    void callersShareTheFailureOfTheAttemptTheyFind() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        SharedAttempt attempt = new SharedAttempt(() -> {
            attempts.incrementAndGet();
            begun.countDown();
            try {
                fail.await();
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
            throw new IllegalStateException("not yet");
        });
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(attempt::succeed, command -> new Thread(command).start());
        begun.await();
        List<Thread> others = Stream.generate(() ->
                        new Thread(() -> assertThatThrownBy(attempt::succeed).hasMessage("not yet")))
                .limit(5)
                .toList();
        others.forEach(Thread::start);
        await().until(() -> others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        fail.countDown();
        assertThatThrownBy(first::join).hasMessageContaining("not yet");
        for (Thread other : others) {
            other.join();
        }
        assertThat(attempts).hasValue(1);
    }
}
