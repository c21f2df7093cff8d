package io.github.idempotency.ai.model;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.reactivestreams.Publisher;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** The attempts that a policy allows, of what answers later. */
final class StreamRetry extends Retry {

    private final RetryPolicy policy;

    private final BooleanSupplier repeatable;

    /** @param repeatable whether what has failed may be attempted again */
    StreamRetry(RetryPolicy policy, BooleanSupplier repeatable) {
        this.policy = policy;
        this.repeatable = repeatable;
    }

    @Override
    public Publisher<?> generateCompanion(Flux<RetrySignal> failures) {
        BackOffExecution pauses = policy.getBackOff().start();
        return failures.concatMap(signal -> {
            Throwable failure = signal.failure();
            long pause = repeatable.getAsBoolean() && policy.shouldRetry(failure)
                    ? pauses.nextBackOff()
                    : BackOffExecution.STOP;
            return pause == BackOffExecution.STOP
                    ? Mono.error(failure)
                    : Mono.delay(Duration.ofMillis(pause), Schedulers.boundedElastic());
        });
    }
}
