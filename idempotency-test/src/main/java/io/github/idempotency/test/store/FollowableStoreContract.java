package io.github.idempotency.test.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.FollowableIdempotencyStore;
import io.github.idempotency.store.FollowableIdempotencyStore.Following;

import static org.assertj.core.api.Assertions.assertThat;

/** What a store guarantees that tells of frames as they are appended. See {@link SequencedStoreContract}. */
public interface FollowableStoreContract extends SequencedStoreContract {

    @Override
    FollowableIdempotencyStore store();

    @Test
    default void aFollowerIsToldOfFrames() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        Told told = new Told();
        try (Following following = store().follow(caller.key(), told)) {
            new Frames(store(), caller.key()).append(token, 0, "a", "");
            new Frames(store(), caller.key()).append(token, 2, "c");

            told.await(token + " 0 [a, ]", token + " 2 [c]");
        }
    }

    @Test
    default void everyFollowerIsTold() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        Told told = new Told();
        Told other = new Told();
        try (Following first = store().follow(caller.key(), told);
                Following second = store().follow(caller.key(), other)) {
            new Frames(store(), caller.key()).append(token, 0, "a");

            told.await(token + " 0 [a]");
            other.await(token + " 0 [a]");
        }
    }

    @Test
    default void whoHasLeftIsToldNothingAndTheOthersAre() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        Told told = new Told();
        Told gone = new Told();
        Following leaving = store().follow(caller.key(), gone);
        try (Following following = store().follow(caller.key(), told)) {
            leaving.close();
            leaving.close();
            new Frames(store(), caller.key()).append(token, 0, "a");

            told.await(token + " 0 [a]");
            assertThat(gone.batches).isEmpty();
        }
    }

    @Test
    default void framesOfOtherKeysAreNotTold() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        Caller other = Caller.of(this);
        long otherToken = other.acquire().token();
        other.claimAwaiting();
        Told told = new Told();
        try (Following following = store().follow(caller.key(), told)) {
            new Frames(store(), other.key()).append(otherToken, 0, "x");
            new Frames(store(), caller.key()).append(token, 0, "a");

            told.await(token + " 0 [a]");
        }
    }

    @Test
    default void whatIsAppendedAgainIsToldAtItsPlaceOrNotAtAll() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        Told told = new Told();
        try (Following following = store().follow(caller.key(), told)) {
            Frames frames = new Frames(store(), caller.key());
            frames.append(token, 0, "a");
            frames.append(token, 0, "a");
            frames.append(token, 0, "a", "b");

            told.awaitSequence("a", "b");
        }
    }

    @Test
    default void whatIsRefusedIsNotTold() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        Told told = new Told();
        try (Following following = store().follow(caller.key(), told)) {
            Frames frames = new Frames(store(), caller.key());
            frames.append(token, 1, "gap");
            frames.append(token + 1, 0, "stranger");
            frames.append(token, 0, "a");

            told.await(token + " 0 [a]");
        }
    }

    /** The frames themselves, or, where they are too many bytes to tell, where the sequence ends now. */
    @Test
    default void manyBytesAreToldOrPointedTo() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        AtomicInteger known = new AtomicInteger();
        try (Following following =
                store().follow(caller.key(), (t, first, frames) -> known.set(first + frames.size()))) {
            store().append(caller.key(), token, 0, List.of(new byte[100_000], new byte[100_000], new byte[1]));

            Awaitility.await().until(() -> known.get() == 3);
        }
    }

    @Test
    default void whoFollowsAgainIsToldAgain() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.claimAwaiting();
        store().follow(caller.key(), new Told()).close();
        Told told = new Told();
        try (Following following = store().follow(caller.key(), told)) {
            new Frames(store(), caller.key()).append(token, 0, "a");

            told.await(token + " 0 [a]");
        }
    }

    /** What a follower was told, a text for each append. */
    final class Told implements FollowableIdempotencyStore.FrameSubscriber {

        private final List<String> batches = new CopyOnWriteArrayList<>();

        private final Map<Integer, String> sequence = new ConcurrentSkipListMap<>();

        private Told() {}

        @Override
        public void appended(long token, int first, List<byte[]> frames) {
            batches.add(token + " " + first + " " + Frames.texts(frames));
            for (int i = 0; i < frames.size(); i++) {
                sequence.put(first + i, Frames.texts(frames).get(i));
            }
        }

        void awaitSequence(String... expected) {
            Awaitility.await().untilAsserted(() -> assertThat(sequence.values()).containsExactly(expected));
        }

        void await(String... expected) {
            Awaitility.await().untilAsserted(() -> assertThat(batches).containsExactly(expected));
        }
    }
}
