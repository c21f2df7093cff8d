package io.github.idempotency.test.twolevel;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.SequencedIdempotencyStore;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.test.MutableClock;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.SequencedStoreContract;

import static org.assertj.core.api.Assertions.assertThat;

/** Two levels are a store like any other, with a front and with one that cannot be asked. */
class TwoLevelContractTests {

    private abstract static class Levels
            implements IdempotencyStoreContract,
                    RenewableStoreContract,
                    InspectableStoreContract,
                    RecoverableStoreContract {

        final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

        final InMemoryResultFront front = new InMemoryResultFront(clock);

        private final TwoLevelIdempotencyStore store = ResultFront.before(new InMemoryIdempotencyStore(clock), front);

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

    @Nested
    class WithSequences implements SequencedStoreContract {

        private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

        private final TwoLevelIdempotencyStore store =
                ResultFront.before(new InMemoryIdempotencyStore(clock), new InMemoryResultFront(clock));

        @Override
        public SequencedIdempotencyStore store() {
            return (SequencedIdempotencyStore) store;
        }

        @Override
        public void letPass(Duration duration) {
            clock.advance(duration);
        }
    }

    private interface Plain extends RenewableIdempotencyStore, RecoverableIdempotencyStore {}

    @Test
    void aStoreWithoutSequencesHasNoneBehindAFront() {
        Plain plain = (Plain) Proxy.newProxyInstance(
                Plain.class.getClassLoader(), new Class<?>[] {Plain.class}, (proxy, verb, arguments) -> null);

        assertThat(ResultFront.before(plain, new InMemoryResultFront(new MutableClock(Instant.EPOCH))))
                .isNotInstanceOf(SequencedIdempotencyStore.class);
    }
}
