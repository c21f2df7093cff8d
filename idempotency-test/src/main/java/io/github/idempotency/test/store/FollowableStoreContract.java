package io.github.idempotency.test.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

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

    /** What a follower was told, a text for each append. */
    final class Told implements FollowableIdempotencyStore.FrameSubscriber {

        private final List<String> batches = new CopyOnWriteArrayList<>();

        private Told() {}

        @Override
        public void appended(long token, int first, List<byte[]> frames) {
            batches.add(token + " " + first + " " + Frames.texts(frames));
        }

        void await(String... expected) {
            Awaitility.await().untilAsserted(() -> assertThat(batches).containsExactly(expected));
        }
    }
}
