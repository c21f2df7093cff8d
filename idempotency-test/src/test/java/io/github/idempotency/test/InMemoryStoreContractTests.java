package io.github.idempotency.test;

import java.time.Duration;
import java.time.Instant;

import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.store.AwaitableStoreContract;
import io.github.idempotency.test.store.FollowableStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.TotallingStoreContract;

// tag::contract[]
class InMemoryStoreContractTests
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract,
                AwaitableStoreContract,
                FollowableStoreContract,
                TotallingStoreContract {

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(clock);

    @Override
    public InMemoryIdempotencyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        clock.advance(duration);
    }
}
// end::contract[]
