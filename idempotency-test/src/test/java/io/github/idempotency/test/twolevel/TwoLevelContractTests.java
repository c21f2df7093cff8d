package io.github.idempotency.test.twolevel;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Nested;

import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.test.MutableClock;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;

/** Two levels are a store like any other, with a front and with one that cannot be asked. */
class TwoLevelContractTests {

    private abstract static class Levels
            implements IdempotencyStoreContract,
                    RenewableStoreContract,
                    InspectableStoreContract,
                    RecoverableStoreContract {

        final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

        final InMemoryResultFront front = new InMemoryResultFront(clock);

        private final TwoLevelIdempotencyStore store =
                new TwoLevelIdempotencyStore(new InMemoryIdempotencyStore(clock), front);

        @Override
        public TwoLevelIdempotencyStore store() {
            return store;
        }

        @Override
        public void letPass(Duration duration) {
            clock.advance(duration);
        }
    }

    @Nested
    class WithAFront extends Levels {}

    @Nested
    class WithAFrontThatIsDown extends Levels {
        {
            front.down(true);
        }
    }
}
