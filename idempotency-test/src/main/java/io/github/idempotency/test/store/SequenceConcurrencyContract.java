package io.github.idempotency.test.store;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.SequencedIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

/** An append is one step, and so is a look. Part of {@link SequencedStoreContract}. */
interface SequenceConcurrencyContract extends StoreUnderTest {

    @Override
    SequencedIdempotencyStore store();

    private Frames frames(Caller caller) {
        return new Frames(store(), caller.key());
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
