package io.github.idempotency.test.store;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.SequencedIdempotencyStore;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A sequence belongs to one claim and is kept as long as its record. Part of {@link SequencedStoreContract}. */
interface SequenceLifeContract extends StoreUnderTest {

    @Override
    SequencedIdempotencyStore store();

    private Frames frames(Caller caller) {
        return new Frames(store(), caller.key());
    }

    @Test
    default void aStaleTokenCannotAppend() {
        Caller stale = Caller.of(this).withLease(moment());
        long staleToken = stale.acquire().token();
        Frames frames = frames(stale);
        frames.append(staleToken, 0, "stale");
        letPass(moment());
        long token = stale.withLease(Caller.LONG).acquire().token();

        assertThat(frames.append(staleToken, 1, "too late")).isFalse();
        frames.append(token, 0, "a");
        assertThat(frames.append(staleToken, 1, "too late")).isFalse();

        assertThat(frames.from(0)).containsExactly("a");
    }

    @Test
    default void aNewClaimBeginsANewSequence() {
        Caller caller = Caller.of(this);
        long failed = caller.acquire().token();
        Frames frames = frames(caller);
        frames.append(failed, 0, "a", "b", "c");
        caller.release(failed);

        long token = caller.acquire().token();

        assertThat(frames.from(0)).isEmpty();
        assertThat(frames.append(token, 1, "x")).isFalse();
        frames.append(token, 0, "x");
        assertThat(frames.from(0)).containsExactly("x");
    }

    @Test
    default void aSettledClaimCannotAppend() {
        Caller completed = Caller.of(this);
        long completedToken = completed.acquire().token();
        frames(completed).append(completedToken, 0, "a");
        completed.stored(completedToken, "answer");
        Caller released = Caller.of(this);
        long releasedToken = released.acquire().token();
        released.release(releasedToken);
        Caller unknown = Caller.of(this);
        long unknownToken = unknown.acquire().token();
        unknown.markUnknown(unknownToken);

        assertThat(frames(completed).append(completedToken, 1, "b")).isFalse();
        assertThat(frames(released).append(releasedToken, 0, "b")).isFalse();
        assertThat(frames(unknown).append(unknownToken, 0, "b")).isFalse();

        assertThat(frames(completed).from(0)).containsExactly("a");
    }

    @Test
    default void aCompletedRecordIsToldWithItsFrames() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        frames(caller).append(token, 0, "a", "b");
        caller.stored(token, "answer");

        FramePage page = store().frames(caller.key(), 1, 10).orElseThrow();

        assertAnswer(page.record(), "answer");
        assertThat(page.record().replays()).isZero();
        assertThat(page.frames()).hasSize(1);
        assertAnswer(caller.claim(Claim.Completed.class).record(), "answer");
    }

    @Test
    default void aSequenceIsKeptAsLongAsItsRecord() {
        Caller caller = Caller.of(this).withLease(moment());
        long token = caller.acquire().token();
        frames(caller).append(token, 0, "a");
        caller.stored(token, "answer");
        letPass(moment().multipliedBy(2));

        assertThat(frames(caller).from(0)).containsExactly("a");
    }

    @Test
    default void aForgottenRecordHasNoFrames() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long token = caller.acquire().token();
        frames(caller).append(token, 0, "a");
        caller.stored(token, "answer");
        letPass(moment().multipliedBy(2));

        assertThat(store().frames(caller.key(), 0, 10)).isEmpty();
        assertThat(frames(caller).append(token, 1, "b")).isFalse();
    }

    @Test
    default void aCompletionMayProlongASequence() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long token = caller.acquire().token();
        frames(caller).append(token, 0, "a");
        caller.withRetention(Caller.LONG).stored(token, "answer");
        letPass(moment().multipliedBy(3));

        assertThat(frames(caller).from(0)).containsExactly("a");
    }

    /** Of a store without leases to renew nothing is asked here. */
    @Test
    default void aRenewalProlongsASequence() {
        assumeThat(store()).isInstanceOf(RenewableIdempotencyStore.class);
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long token = caller.acquire().token();
        frames(caller).append(token, 0, "a");
        ((RenewableIdempotencyStore) store()).renew(caller.key(), token, Caller.LONG);
        letPass(moment().multipliedBy(3));

        assertThat(frames(caller).append(token, 1, "b")).isTrue();

        assertThat(frames(caller).from(0)).containsExactly("a", "b");
    }
}
