package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work whose caller has gone, and of which several parts see that. Negative controls: where the second one sets the bound
 * anew, a second delay is scheduled, which is an error here; where the first one's action stays, it runs.
 */
@Timeout(30)
class DrainBoundsTests {

    private final Engine engine = new Engine();

    private final Execution execution =
            engine.begin(Engine.operation().with(IdempotencyPolicy.DEFAULT.withDrainTimeout(Duration.ofMinutes(1))));

    private final AtomicBoolean first = new AtomicBoolean();

    private final CountDownLatch last = new CountDownLatch(1);

    @Test
    void theLastOneSaysWhatHappensWhenTheTimeOfTheFirstOneIsOver() throws InterruptedException {
        execution.unheard(() -> first.set(true));
        execution.unheard(last::countDown);
        engine.scheduler.runDelayed();
        last.await();
        assertThat(first).isFalse();
        assertThat(execution.context().leaseLost()).isTrue();
    }

    /** Negative control: where a bound that is over takes no action any more, nothing ends what has none until then. */
    @Test
    void whoComesWhenTheTimeIsOverIsHeardAtOnce() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        execution.unheard(reached::countDown);
        engine.scheduler.runDelayed();
        reached.await();
        execution.unheard(last::countDown);
        last.await();
    }

    @Test
    void whatHasEndedIsNotWaitedFor() {
        execution.unheard(() -> {});
        execution.complete(new Result(Outcome.SUCCEEDED, new byte[0]));
        assertThat(engine.scheduler.nothingIsDelayed()).isTrue();
    }
}
