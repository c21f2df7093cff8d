package io.github.idempotency.web;

import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Feed;
import io.github.idempotency.app.Reply;
import io.github.idempotency.app.Stream;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that are sent bit by bit: recorded while they are sent, given again, gone on with and attached to. */
abstract class StreamsCase {

    @Autowired
    Caller caller;

    @Autowired
    Feed feed;

    @Autowired
    RecordingIdempotencyListener listener;

    final String key = Caller.newKey();

    @BeforeEach
    void forgetOthers() {
        listener.clear();
    }

    static List<String> types() {
        return List.of(
                "sse",
                "sse-entity",
                "emitter",
                "body",
                "body-entity",
                "flux-text",
                "flux-events",
                "flux-entity",
                "flux-lines");
    }

    static List<String> events() {
        return List.of("sse", "sse-entity", "flux-text", "flux-events", "flux-entity");
    }

    Stream stream(String type, String... headers) {
        return caller.stream("/streams/" + type, key, headers);
    }

    Reply reply(String type) {
        return caller.post("/streams/" + type, key);
    }

    void awaitEvent(Type type) {
        Awaitility.await().untilAsserted(() -> assertThat(listener.events()).anyMatch(event -> event.type() == type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aStreamIsSentAsItIsMade(String type) {
        try (Stream first = stream(type)) {
            feed.send(key, "one");
            first.awaitBody("one");
            feed.send(key, "two");
            first.awaitBody("one", "two");
            feed.end(key);
            first.join();
            assertThat(first.isWhole()).isTrue();
            assertThat(first.headers()).containsKey("X-Original-Request-Time").doesNotContainKey("Idempotent-Replayed");
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void aReplayIsTheSameBytes(String type) {
        feed.send(key, "one", "two", "three");
        feed.end(key);
        Reply first = reply(type).isFirst();
        assertThat(first.text()).contains("one", "two", "three");
        first.headers().remove("Transfer-Encoding");
        for (int i = 0; i < 3; i++) {
            Reply replay = reply(type);
            // What is known as a whole may be sent with its length.
            replay.headers().remove("Content-Length");
            replay.isReplayOf(first);
        }
        assertThat(feed.producers(key)).isOne();
    }

    /** They are written with the first frame, when the filters around may have been left or not. */
    @Test
    void theHeadersOfAStreamThatBeganLateAreItsHandlersAndTheFiltersAddTheirs() {
        try (Stream first = stream("sse-entity")) {
            feed.send(key, "one");
            first.awaitBody("one");
            feed.end(key);
            first.join();
        }
        Reply replay = reply("sse-entity");
        assertThat(replay.header("ETag")).contains("\"v1\"");
        assertThat(replay.header("Cache-Control")).isPresent();
        assertThat(replay.header("Expires")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aDuplicateIsAttachedToTheRunningStream(String type) {
        try (Stream first = stream(type)) {
            feed.send(key, "one");
            first.awaitBody("one");
            try (Stream second = stream(type)) {
                second.awaitBody("one");
                assertThat(second.headers()).containsEntry("Idempotent-Replayed", "true");
                feed.send(key, "two");
                second.awaitBody("one", "two");
                feed.end(key);
                assertThat(second.join()).isEqualTo(first.join());
                assertThat(second.isWhole()).isTrue();
                assertThat(second.status()).isEqualTo(first.status());
            }
        }
        assertThat(feed.producers(key)).isOne();
    }

    @ParameterizedTest
    @MethodSource("types")
    void whoIsAttachedIsToldThatTheStreamWasBrokenOffAndTheKeyIsFree(String type) {
        try (Stream first = stream(type)) {
            feed.send(key, "one");
            first.awaitBody("one");
            try (Stream second = stream(type)) {
                second.awaitBody("one");
                feed.fail(key);
                second.join();
                assertThat(second.body().contains("event: error") || !second.isWhole())
                        .isTrue();
            }
        }
        feed.send(key, "again");
        feed.end(key);
        // A caller that comes too early is attached to what is being broken off.
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(reply(type).text()).contains("again"));
        assertThat(feed.producers(key)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aCallerWhoHasGoneIsGivenTheWholeStreamLater(String type) {
        try (Stream first = stream(type)) {
            feed.send(key, "one");
            first.awaitBody("one");
        }
        for (int i = 0; i < 20; i++) {
            feed.send(key, "more" + i);
        }
        feed.end(key);
        Awaitility.await().untilAsserted(() -> {
            Reply replay = reply(type);
            assertThat(replay.header("Idempotency-Expires")).isPresent();
            assertThat(replay.text()).contains("one", "more0", "more19");
        });
        assertThat(feed.producers(key)).isOne();
    }

    /** Negative control: without the bound nobody is told, and what is attached waits for a producer that goes on. */
    @Test
    void aProducerRunsOnWithoutItsCallerForSoLong() {
        try (Stream first = stream("impatient")) {
            feed.send(key, "one");
            first.awaitBody("one");
            try (Stream attached = stream("impatient")) {
                attached.awaitBody("one");
                first.close();
                Awaitility.await().untilAsserted(() -> {
                    feed.send(key, "more");
                    assertThat(feed.wasTold(key)).isTrue();
                });
                assertThat(attached.join()).contains("event: error");
            }
        }
        awaitEvent(Type.RELEASED);
        feed.end(key);
        assertThat(reply("impatient").text()).doesNotContain("data:one");
        assertThat(feed.producers(key)).isEqualTo(2);
    }

    @Test
    void theOutcomeOfIrreversibleWorkThatRanOnForSoLongIsUnknown() {
        try (Stream first = stream("impatient-body")) {
            feed.send(key, "one");
            first.awaitBody("one");
        }
        Awaitility.await().untilAsserted(() -> {
            feed.send(key, "more");
            assertThat(feed.wasTold(key)).isTrue();
        });
        awaitEvent(Type.LEFT_UNKNOWN);
        reply("impatient-body").isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        assertThat(feed.producers(key)).isOne();
    }

    @Test
    void workThatIsToBeCancelledWithItsCallerFreesTheKey() {
        try (Stream first = stream("cancelled")) {
            feed.send(key, "one");
            first.awaitBody("one");
        }
        Awaitility.await().untilAsserted(() -> {
            feed.send(key, "more");
            assertThat(listener.events()).anyMatch(event -> event.type() == Type.RELEASED);
        });
        feed.end(key);
        assertThat(reply("cancelled").text()).doesNotContain("data:one");
        assertThat(feed.producers(key)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("events")
    void aClientGoesOnAfterTheEventThatItHadLast(String type) {
        List<String> ids;
        try (Stream first = stream(type)) {
            feed.send(key, "one", "two");
            first.awaitBody("two");
            ids = first.ids();
            assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        }
        try (Stream second = stream(type, "Last-Event-ID: " + ids.get(0))) {
            second.awaitBody("two");
            feed.send(key, "three");
            feed.end(key);
            second.join();
            assertThat(second.data()).containsExactly("two", "three");
            assertThat(second.ids()).startsWith(ids.get(1));
        }
        try (Stream third = stream(type, "Last-Event-ID: " + ids.get(1))) {
            third.join();
            assertThat(third.data()).containsExactly("three");
        }
        assertThat(feed.producers(key)).isOne();
    }

    @Test
    void aClientGoesOnAfterAnIdOfTheApplicationsOwn() {
        feed.send(key, "one", "two", "three");
        feed.end(key);
        assertThat(stream("own-ids").join()).contains("id:own-one").doesNotContain("id: ");
        try (Stream second = stream("own-ids", "Last-Event-ID: own-two")) {
            second.join();
            assertThat(second.data()).containsExactly("three");
        }
        assertThat(stream("own-ids", "Last-Event-ID: own-four").status()).isEqualTo(409);
    }

    @Test
    void withoutARecordNothingIsResumedAndNothingRuns() {
        try (Stream stream = stream("sse", "Last-Event-ID: aaaaaaaaaaaaaaaaaaaaaa:3")) {
            assertThat(stream.status()).isEqualTo(409);
            assertThat(stream.join()).contains("nothing-to-resume");
        }
        assertThat(feed.producers(key)).isZero();
    }

    @Test
    void anotherAttemptIsNotGoneOnWith() {
        List<String> ids;
        try (Stream first = stream("sse")) {
            feed.send(key, "one");
            first.awaitBody("one");
            ids = first.ids();
            feed.fail(key);
            first.join();
        }
        feed.send(key, "other", "one");
        feed.end(key);
        Awaitility.await().untilAsserted(() -> assertThat(reply("sse").text()).contains("other"));
        try (Stream second = stream("sse", "Last-Event-ID: " + ids.get(0))) {
            assertThat(second.status()).isEqualTo(409);
        }
    }

    @Test
    void whoDoesNotAttachIsRefused() {
        try (Stream first = stream("refusing")) {
            feed.send(key, "one");
            first.awaitBody("one");
            reply("refusing").isProblem(409, "in-progress", "idempotency_in_flight");
            feed.end(key);
            first.join();
        }
        assertThat(reply("refusing").text()).contains("one");
    }

    @Test
    void aBrokenStreamOfIrreversibleWorkIsUnknown() {
        try (Stream first = stream("irreversible")) {
            feed.send(key, "one");
            first.awaitBody("one");
            try (Stream second = stream("irreversible")) {
                second.awaitBody("one");
                feed.fail(key);
                second.join();
                assertThat(second.body()).contains("event: error", "idempotency_outcome_unknown");
            }
        }
        reply("irreversible").isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
    }

    @Test
    void moreThanIsKeptIsSentAndNotRetained() {
        try (Stream first = stream("small")) {
            for (int i = 0; i < 50; i++) {
                feed.send(key, "piece" + i);
            }
            first.awaitBody("piece49");
            feed.end(key);
            first.join();
            assertThat(first.isWhole()).isTrue();
        }
        reply("small").isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(feed.producers(key)).isOne();
    }

    /** Negative control: ended by the container, it is as whole as any other. */
    @Test
    void aStreamThatHasLostItsClaimIsCutOffAlsoWhereItIsCompletedWithoutADispatch() {
        feed.send(key, "one");
        feed.end(key);
        try (Stream first = stream("lost")) {
            assertThat(first.join()).contains("one");
            assertThat(first.isWhole()).isFalse();
        }
    }

    @Test
    void aStreamThatTimesOutIsBrokenOff() {
        try (Stream first = stream("timing-out")) {
            first.join();
        }
        awaitEvent(Type.RELEASED);
    }

    @Test
    void whoIsAttachedToAnAnswerThatIsNoStreamGetsItWhole() {
        try (Stream first = stream("plain")) {
            Awaitility.await().until(() -> feed.producers(key) == 1);
            try (Stream second = stream("plain")) {
                awaitEvent(Type.ATTACHED);
                feed.send(key, "whole");
                feed.end(key);
                assertThat(second.join()).isEqualTo("whole");
                assertThat(second.headers())
                        .containsEntry("Idempotent-Replayed", "true")
                        .containsKey("Content-Length");
            }
            assertThat(first.join()).isEqualTo("whole");
        }
    }

    @Test
    void whoIsAttachedToAnAnswerThatIsNoStreamIsToldThatItFailed() {
        try (Stream first = stream("plain")) {
            Awaitility.await().until(() -> feed.producers(key) == 1);
            try (Stream second = stream("plain")) {
                awaitEvent(Type.ATTACHED);
                feed.fail(key);
                assertThat(second.status()).isEqualTo(409);
                assertThat(second.headers()).containsKey("Retry-After");
            }
        }
    }
}
