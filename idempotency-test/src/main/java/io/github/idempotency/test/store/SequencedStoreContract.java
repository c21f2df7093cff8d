package io.github.idempotency.test.store;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.SequencedIdempotencyStore;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What a store guarantees that keeps answers which are given bit by bit. See {@link IdempotencyStoreContract}. */
public interface SequencedStoreContract extends StoreUnderTest {

    @Override
    SequencedIdempotencyStore store();

    private Frames frames(Caller caller) {
        return new Frames(store(), caller.key());
    }

    @Test
    default void framesAreReadInTheOrderInWhichTheyWereAppended() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);

        assertThat(frames.append(token, 0, "a", "b")).isTrue();
        assertThat(frames.append(token, 2, "", "c")).isTrue();

        assertThat(frames.from(0)).containsExactly("a", "b", "", "c");
    }

    @Test
    default void framesAreAnyBytes() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        byte[] every = new byte[100_000];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }

        store().append(caller.key(), token, 0, List.of(every));

        assertThat(store().frames(caller.key(), 0, 1).orElseThrow().frames()).containsExactly(every);
    }

    @Test
    default void aPageBeginsAndEndsWhereItIsAskedTo() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);
        frames.append(token, 0, "a", "b", "c", "d");

        assertThat(frames.page(1, 2)).containsExactly("b", "c");
        assertThat(frames.page(3, 2)).containsExactly("d");
        assertThat(frames.page(4, 2)).isEmpty();
        assertThat(frames.page(400, 2)).isEmpty();
    }

    @Test
    default void aPageTellsTheRecordAndTheStoresClock() {
        Caller caller = Caller.of(this);
        Claim.Acquired acquired = caller.acquire();

        FramePage page = store().frames(caller.key(), 0, 1).orElseThrow();

        assertThat(page.frames()).isEmpty();
        assertThat(page.record().state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(page.record().token()).isEqualTo(acquired.token());
        assertThat(page.record().startedAt()).isEqualTo(acquired.startedAt());
        assertThat(page.observedAt())
                .isAfterOrEqualTo(acquired.startedAt())
                .isBefore(acquired.startedAt().plus(Caller.LONG));
    }

    @Test
    default void ofAKeyThatWasNeverClaimedThereIsNothing() {
        Caller caller = Caller.of(this);

        assertThat(store().frames(caller.key(), 0, 1)).isEmpty();
        assertThat(frames(caller).append(1, 0, "a")).isFalse();
    }

    @Test
    default void anAppendThatIsMadeAgainChangesNothing() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);
        frames.append(token, 0, "a", "b");

        assertThat(frames.append(token, 0, "a", "b")).isTrue();
        assertThat(frames.append(token, 1, "b")).isTrue();

        assertThat(frames.from(0)).containsExactly("a", "b");
    }

    @Test
    default void ofAnAppendThatIsMadeAgainWithMoreOnlyTheNewIsAdded() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);
        frames.append(token, 0, "a", "b");

        assertThat(frames.append(token, 1, "b", "c", "d")).isTrue();

        assertThat(frames.from(0)).containsExactly("a", "b", "c", "d");
    }

    @Test
    default void aSequenceHasNoGaps() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);
        frames.append(token, 0, "a");

        assertThat(frames.append(token, 2, "c")).isFalse();

        assertThat(frames.from(0)).containsExactly("a");
    }

    @Test
    default void nothingMayBeAppended() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);

        assertThat(frames.append(token, 0)).isTrue();
        frames.append(token, 0, "a");
        assertThat(frames.append(token, 1)).isTrue();

        assertThat(frames.from(0)).containsExactly("a");
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

    /** As an append whose reply is late and that is made again meanwhile. */
    @Test
    default void concurrentAppendsOfTheSameFramesLeaveNoGapAndNoneTwice() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Frames frames = frames(caller);
        List<String> expected =
                IntStream.range(0, 40).mapToObj(Integer::toString).toList();

        List<Boolean> appended = Race.run(
                8,
                runner -> IntStream.range(0, 20)
                        .map(batch -> 2 * batch)
                        .allMatch(first -> frames.append(token, first, expected.get(first), expected.get(first + 1))));

        assertThat(appended).containsOnly(true);
        assertThat(frames.from(0)).containsExactlyElementsOf(expected);
    }

    @Test
    default void aLateAppendIsNeverInTheSequenceOfWhoTookOver() {
        List<Caller> owners = Stream.generate(() -> Caller.of(this).withLease(moment()))
                .limit(32)
                .toList();
        List<Long> tokens =
                owners.stream().map(owner -> owner.acquire().token()).toList();
        letPass(moment());

        Race.run(
                2,
                runner -> IntStream.range(0, owners.size())
                        .mapToObj(number -> {
                            Caller owner = owners.get(number);
                            if (runner == 0) {
                                return frames(owner).append(tokens.get(number), 0, "late");
                            }
                            long token = owner.withLease(Caller.LONG).acquire().token();
                            return frames(owner).append(token, 0, "a")
                                    && frames(owner).append(token, 1, "b");
                        })
                        .toList());

        assertThat(owners).allSatisfy(owner -> assertThat(frames(owner).from(0)).containsExactly("a", "b"));
    }

    @Test
    default void aCompletedRecordIsNeverToldWithoutTheFramesBeforeIt() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();

        List<Integer> told = Race.run(4, runner -> {
            if (runner == 0) {
                IntStream.range(0, 20).forEach(i -> frames(caller).append(token, i, "frame"));
                caller.stored(token, "answer");
            }
            return Stream.generate(() -> store().frames(caller.key(), 0, 100).orElseThrow())
                    .filter(page -> page.record().state() == RecordState.COMPLETED)
                    .mapToInt(page -> page.frames().size())
                    .findFirst()
                    .orElseThrow();
        });

        assertThat(told).containsOnly(20);
    }
}
