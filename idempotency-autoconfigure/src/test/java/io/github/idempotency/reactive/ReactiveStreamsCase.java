package io.github.idempotency.reactive;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveFeeds;
import io.github.idempotency.app.ReactiveStream;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.web.IdempotencyHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Streams of a reactive application over sockets: recorded as they are sent, and given again. Negative controls: where the
 * source is cancelled with its reader, the stream whose caller has gone is lost; where a failed stream is completed, the
 * broken one is replayed; where the producer is not cancelled with its caller though its
 * policy says so, it goes on.
 */
abstract class ReactiveStreamsCase {

    @Autowired
    Caller caller;

    @Autowired
    Effects effects;

    @Autowired
    ReactiveFeeds feeds;

    @Autowired
    RecordingIdempotencyListener listener;

    final String key = Caller.newKey();

    /** Where whoever lost his connection, or comes second, turns to: another node, if there is one. */
    int otherPort() {
        return caller.port();
    }

    ReactiveStream stream(String path, String... headers) {
        return new ReactiveStream(caller.port(), "/streams/" + path, key, headers);
    }

    ReactiveStream again(String path, String... headers) {
        return new ReactiveStream(otherPort(), "/streams/" + path, key, headers);
    }

    private String streamed(String path, String... headers) {
        try (ReactiveStream stream = stream(path, headers)) {
            return stream.body();
        }
    }

    private String streamedAgain(String path, String... headers) {
        try (ReactiveStream stream = again(path, headers)) {
            return stream.body();
        }
    }

    @Test
    void aStreamIsReplayedByteForByte() {
        feeds.send(key, "one", "two");
        feeds.end(key);
        String first = streamed("events");
        assertThat(first).contains("data:one", "data:two");
        try (ReactiveStream replay = again("events")) {
            assertThat(replay.body()).isEqualTo(first);
            assertThat(replay.text()).containsIgnoringCase("idempotent-replayed: true");
            assertThat(replay.text()).containsIgnoringCase("content-type: text/event-stream");
            assertThat(replay.isWhole()).isTrue();
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void linesAreReplayedByteForByte() {
        feeds.send(key, "one", "two");
        feeds.end(key);
        String first = streamed("lines");
        assertThat(first.lines()).hasSize(2);
        assertThat(streamedAgain("lines")).isEqualTo(first);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void everyEventHasAnId() {
        feeds.send(key, "one", "two");
        feeds.end(key);
        assertThat(streamed("events").lines().filter(line -> line.startsWith("id:")))
                .hasSize(2)
                .allMatch(line -> line.matches("id: ?[A-Za-z0-9_-]{22}:[12]"));
    }

    @Test
    void whatTheHandlerCallsAnEventIsLeft() {
        feeds.send(key, "one");
        feeds.end(key);
        assertThat(streamed("named-events")).contains("id:own-one").doesNotContain(":1\n");
    }

    @Test
    void aFrameIsSentWhenTheHandlerSendsIt() {
        try (ReactiveStream stream = stream("events")) {
            feeds.send(key, "one");
            assertThat(stream.until("data:one")).doesNotContain("data:two");
            feeds.send(key, "two");
            stream.until("data:two");
            feeds.end(key);
            stream.body();
            assertThat(stream.isWhole()).isTrue();
        }
    }

    @Test
    void aSecondCallerAttachesToWhatIsRunning() {
        try (ReactiveStream first = stream("events")) {
            feeds.send(key, "one");
            first.until("data:one");
            try (ReactiveStream second = again("events")) {
                second.until("data:one");
                feeds.send(key, "two");
                second.until("data:two");
                feeds.end(key);
                assertThat(second.body()).isEqualTo(first.body());
                assertThat(second.isWhole()).isTrue();
            }
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void theBodyOfAnEntityIsAStreamToo() {
        try (ReactiveStream first = stream("entity-events")) {
            feeds.send(key, "one");
            first.until("data:one");
            try (ReactiveStream second = again("entity-events")) {
                second.until("data:one");
                feeds.end(key);
                assertThat(second.body()).isEqualTo(first.body());
            }
        }
        assertThat(streamedAgain("entity-events")).contains("data:one");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aCallerGoesOnAfterTheEventThatItHadLast() {
        feeds.send(key, "one", "two", "three");
        feeds.end(key);
        String first = streamed("events");
        String id = first.lines()
                .filter(line -> line.startsWith("id:"))
                .skip(1)
                .findFirst()
                .orElseThrow();
        String rest =
                streamedAgain("events", "Last-Event-ID: " + id.substring(3).strip());
        assertThat(rest).contains("data:three").doesNotContain("data:one", "data:two");
        assertThat(first).endsWith(rest);
    }

    @Test
    void whoHasHadAPartOfNothingStartsNothing() {
        try (ReactiveStream stream = again("events", "Last-Event-ID: " + "a".repeat(22) + ":1")) {
            assertThat(stream.body()).contains("nothing-to-resume");
            assertThat(stream.text()).startsWith("HTTP/1.1 409");
        }
        assertThat(effects.of(key)).isZero();
    }

    @Test
    void aProducerDoesNotNoticeThatItsCallerHasGone() {
        try (ReactiveStream stream = stream("events")) {
            feeds.send(key, "one");
            stream.until("data:one");
        }
        feeds.send(key, "two");
        try (ReactiveStream second = again("events")) {
            second.until("data:two");
        }
        feeds.send(key, "three");
        feeds.end(key);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(streamedAgain("events")).contains("data:one", "data:two", "data:three"));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** Negative control: where nobody tells the drain that the answer cannot be written, it never ends. */
    @Test
    void aStreamWhoseCallerLeavesBeforeItsFirstFrameIsKept() {
        try (ReactiveStream stream = stream("events")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> effects.of(key) == 1);
            stream.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> feeds.wasLeft(key));
        }
        feeds.send(key, "one", "two");
        feeds.end(key);
        try (ReactiveStream replay = again("events")) {
            assertThat(replay.body()).contains("data:one", "data:two");
            assertThat(replay.isWhole()).isTrue();
        }
        assertThat(effects.of(key)).isEqualTo(1);
        assertThat(feeds.wasCancelled(key)).isFalse();
    }

    /** Negative control: where nothing is recorded of a stream that is empty, it is sent before it is stored. */
    @Test
    void aStreamOfNothingIsSentWhenItIsStored() {
        feeds.end(key);
        try (ReactiveStream stream = stream("events")) {
            assertThat(stream.body()).isEmpty();
            assertThat(stream.isWhole()).isTrue();
            assertThat(stream.text()).contains(IdempotencyHeaders.ORIGINAL_REQUEST_TIME);
        }
        try (ReactiveStream replay = again("events")) {
            assertThat(replay.body()).isEmpty();
            assertThat(replay.text()).containsIgnoringCase("idempotent-replayed: true");
            assertThat(replay.isWhole()).isTrue();
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aStreamThatIsBrokenOffIsNoAnswer() {
        try (ReactiveStream stream = stream("events")) {
            feeds.send(key, "one");
            stream.until("data:one");
            try (ReactiveStream attached = again("events")) {
                attached.until("data:one");
                feeds.fail(key);
                assertThat(attached.body()).contains("event: error");
            }
            stream.body();
            assertThat(stream.isWhole()).isFalse();
        }
        try (ReactiveStream retry = stream("events")) {
            retry.body();
            assertThat(retry.text()).doesNotContainIgnoringCase("idempotent-replayed");
        }
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void whoGoesOnWhileItRunsGetsTheRestAsItComes() {
        String id;
        try (ReactiveStream first = stream("events")) {
            feeds.send(key, "one");
            id = first.until("data:one")
                    .lines()
                    .filter(line -> line.startsWith("id:"))
                    .findFirst()
                    .orElseThrow();
        }
        try (ReactiveStream rest =
                again("events", "Last-Event-ID: " + id.substring(3).strip())) {
            feeds.send(key, "two");
            assertThat(rest.until("data:two")).doesNotContain("data:one");
            feeds.end(key);
            rest.body();
            assertThat(rest.isWhole()).isTrue();
        }
        assertThat(effects.of(key)).isEqualTo(1);
        assertThat(feeds.wasCancelled(key)).isFalse();
    }

    @Test
    void whoHasHadMoreThanIsStoredGoesOnAfterIt() {
        try (ReactiveStream first = stream("events")) {
            feeds.send(key, "one");
            String id = first.until("data:one")
                    .lines()
                    .filter(line -> line.startsWith("id:"))
                    .findFirst()
                    .orElseThrow();
            String second = id.substring(3).strip().replaceAll(":1$", ":2");
            listener.clear();
            try (ReactiveStream rest = stream("events", "Last-Event-ID: " + second)) {
                await().until(() -> listener.events().stream().anyMatch(event -> event.type() == Type.ATTACHED));
                feeds.send(key, "two", "three");
                feeds.end(key);
                assertThat(rest.body()).contains("data:three").doesNotContain("data:one", "data:two");
                assertThat(rest.isWhole()).isTrue();
            }
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aProducerThatIsCancelledWithItsCallerLeavesNoAnswer() {
        try (ReactiveStream stream = new ReactiveStream(caller.port(), "/cancelled/events", key)) {
            feeds.send(key, "one");
            stream.until("data:one");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> feeds.wasCancelled(key));
        feeds.end(key);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (ReactiveStream retry = new ReactiveStream(caller.port(), "/cancelled/events", key)) {
                assertThat(retry.body()).contains("data:one");
                assertThat(retry.isWhole()).isTrue();
            }
        });
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void theOutcomeOfAnIrreversibleStreamThatIsCancelledIsUnknown() {
        try (ReactiveStream stream = new ReactiveStream(caller.port(), "/cancelled/events-for-good", key)) {
            feeds.send(key, "one");
            stream.until("data:one");
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (ReactiveStream retry = new ReactiveStream(otherPort(), "/cancelled/events-for-good", key)) {
                assertThat(retry.body()).contains("idempotency_outcome_unknown");
            }
        });
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
