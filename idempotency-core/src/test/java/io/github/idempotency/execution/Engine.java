package io.github.idempotency.execution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** An executor whose clock, connection and lease keeper a test holds in its hands. */
final class Engine {

    static final Duration LEASE = Duration.ofSeconds(30);

    final MovableClock clock = new MovableClock();

    final InMemoryIdempotencyStore memory = new InMemoryIdempotencyStore(clock);

    final OutageStore store = new OutageStore(memory);

    final ManualScheduler scheduler = new ManualScheduler();

    final List<IdempotencyEvent> events = new CopyOnWriteArrayList<>();

    final AtomicInteger runs = new AtomicInteger();

    final LeaseKeeper keeper = new LeaseKeeper(scheduler);

    final IdempotentExecutor executor = new IdempotentExecutor(store, keeper, events::add);

    static IdempotentOperation operation() {
        return operation("key");
    }

    static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "orders", ""), key);
    }

    static IdempotentOperation irreversible() {
        return operation().with(IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE));
    }

    /** The answer says which run it is from. */
    String call(IdempotentOperation operation) {
        return executor.execute(operation, ResultCodec.UTF_8, () -> "run " + runs.incrementAndGet());
    }

    Execution begin(IdempotentOperation operation) {
        return (Execution) executor.begin(operation);
    }

    /** Somebody else claims the key, as another process would. */
    Claim.Acquired claimElsewhere(IdempotentOperation operation) {
        return (Claim.Acquired) memory.claim(operation.claimRequest());
    }

    IdempotencyException refusal(ThrowingCallable call) {
        return catchThrowableOfType(IdempotencyException.class, call);
    }

    IdempotencyProblem problem(ThrowingCallable call) {
        return refusal(call).problem();
    }

    IdempotencyRecord record(IdempotentOperation operation) {
        return memory.find(operation.storeKey()).orElseThrow();
    }

    List<Type> types() {
        return events.stream().map(IdempotencyEvent::type).toList();
    }

    static Fingerprint fingerprint(String of) {
        return Fingerprint.of(of);
    }
}
