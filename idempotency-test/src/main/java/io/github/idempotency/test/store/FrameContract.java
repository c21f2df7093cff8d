package io.github.idempotency.test.store;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.SequencedIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames are kept in order, each once. Part of {@link SequencedStoreContract}. */
interface FrameContract extends StoreUnderTest {

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
}
