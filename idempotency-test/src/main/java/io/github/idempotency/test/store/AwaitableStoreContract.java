package io.github.idempotency.test.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.AwaitableIdempotencyStore;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

/** What a store guarantees that tells those who wait when a claim ends. See {@link IdempotencyStoreContract}. */
public interface AwaitableStoreContract extends StoreUnderTest {

    @Override
    AwaitableIdempotencyStore store();

    @Test
    default void anAwaitedCompletionIsToldAsAClaimWouldFindIt() {
        Endings endings = Endings.of(this);
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();

        caller.stored(token, "answer");

        IdempotencyRecord told = RecordAssertions.present(endings.awaitEnd(caller.key()));
        assertAnswer(told, "answer");
        IdempotencyRecord found = caller.claim(Claim.Completed.class).record();
        assertThat(told.token()).isEqualTo(found.token());
        assertThat(told.startedAt()).isEqualTo(found.startedAt());
        assertThat(told.fingerprint()).isEqualTo(found.fingerprint());
        assertThat(told.replays()).isZero();
    }

    @Test
    default void anAwaitedReleaseIsTold() {
        Endings endings = Endings.of(this);
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();

        caller.release(token);

        assertThat(endings.awaitEnd(caller.key())).isNull();
    }

    @Test
    default void anAwaitedClaimThatBecomesUnknownIsTold() {
        Endings endings = Endings.of(this);
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();

        caller.markUnknown(token);

        assertThat(endings.awaitEnd(caller.key())).isNull();
    }

    @Test
    default void whoAwaitedAClaimIsToldWhenTheOneThatTookItOverEnds() {
        Endings endings = Endings.of(this);
        Caller expired = Caller.of(this).withLease(moment());
        expired.acquire();
        expired.claimAwaiting();
        letPass(moment());
        Caller caller = expired.withLease(Caller.LONG);
        long token = caller.acquire().token();

        caller.stored(token, "answer");

        assertAnswer(RecordAssertions.present(endings.awaitEnd(caller.key())), "answer");
    }

    @Test
    default void aDeletedRecordIsTold() {
        Assumptions.assumeThat(store()).isInstanceOf(InspectableIdempotencyStore.class);
        Caller caller = Caller.of(this);
        caller.stored(caller.acquire().token(), "answer");
        Endings endings = Endings.of(this);

        ((InspectableIdempotencyStore) store()).delete(caller.key());

        assertThat(endings.awaitEnd(caller.key())).isNull();
    }

    @Test
    default void replaysOfAToldRecordAreCounted() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.stored(token, "answer");

        store().countReplays(caller.key(), token, 41);

        assertThat(caller.claim(Claim.Completed.class).record().replays()).isEqualTo(42);
    }

    @Test
    default void replaysOfAnotherRecordAreNotCounted() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.stored(token, "answer");

        store().countReplays(caller.key(), token - 1, 41);

        assertThat(caller.claim(Claim.Completed.class).record().replays()).isOne();
    }

    /** The endings that a subscriber has been told, with the record where there was one. */
    final class Endings implements AwaitableIdempotencyStore.Subscriber {

        private record Ending(StoreKey key, @Nullable IdempotencyRecord completed) {}

        private final List<Ending> endings = new CopyOnWriteArrayList<>();

        private Endings() {}

        static Endings of(AwaitableStoreContract test) {
            Endings endings = new Endings();
            test.store().subscribe(endings);
            return endings;
        }

        @Override
        public void ended(StoreKey key, @Nullable IdempotencyRecord completed) {
            endings.add(new Ending(key, completed));
        }

        @Nullable
        IdempotencyRecord awaitEnd(StoreKey key) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(endings)
                            .filteredOn(ending -> ending.key().equals(key))
                            .hasSize(1));
            return endings.stream()
                    .filter(ending -> ending.key().equals(key))
                    .findFirst()
                    .orElseThrow()
                    .completed();
        }
    }
}
