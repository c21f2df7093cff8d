package io.github.idempotency.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Which headers of the first answer a replay has, and which it must not have. */
@GuardedTest
class StoredHeadersITests {

    @Autowired
    private Caller caller;

    @Test
    void listedHeadersAreReplayedLineByLine() {
        String key = Caller.newKey();
        Reply first = caller.post("/entities/headers", key).hasStatus(201);
        Reply replay = caller.post("/entities/headers", key).isReplayOf(first);
        assertThat(replay.headers().get("Link")).containsExactly("</a>; rel=next", "</b>; rel=prev");
        assertThat(replay.header("Location")).contains("/entities/1");
        assertThat(replay.header("ETag")).contains("\"v1\"");
        assertThat(replay.header("Content-Language")).contains("de");
        assertThat(replay.header("Retry-After")).contains("7");
        assertThat(replay.header("Content-Disposition")).contains("attachment");
    }

    @Test
    void headersOfTheMomentOrOfTheClientAreNotReplayed() {
        String key = Caller.newKey();
        Reply first =
                caller.post("/entities/passing-headers", key).hasStatus(200).isFirst();
        assertThat(first.headers().get("Set-Cookie")).hasSize(2);
        Reply replay = caller.post("/entities/passing-headers", key).hasStatus(200);
        assertThat(replay.headers()).doesNotContainKeys("Set-Cookie", "traceparent", "X-Trace-Id", "Server-Timing");
        assertThat(replay.header("Date")).isPresent().isNotEqualTo(Optional.of("Thu, 01 Jan 1970 00:00:00 GMT"));
        assertThat(replay.body()).isEqualTo(first.body());
    }

    @Test
    void aReplaySaysWhenItsAnswerWasMadeAndForWhichKey() {
        String key = Caller.newKey();
        Reply first = caller.post("/values/record", key).isFirst();
        Reply replay = caller.post("/values/record", key);
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
        assertThat(replay.header("Idempotency-Key")).contains(key);
        assertThat(replay.header("X-Original-Request-Time")).isEqualTo(first.header("X-Original-Request-Time"));
        assertThat(Instant.parse(first.header("X-Original-Request-Time").orElseThrow()))
                .isBefore(Instant.now().plusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET"})
    void aGuardedSafeMethodIsReplayedToo(String method) {
        Call call = caller.call(method, "/servlet/got").key(Caller.newKey());
        Reply first = call.send().hasStatus(200);
        assertThat(first.header("Content-Length")).isNotEqualTo(Optional.of("0"));
        call.send().isReplayOf(first);
        call.send().isReplayOf(first);
    }

    /** The container compresses beneath the recorder. */
    @Test
    void aCompressedAnswerIsReplayed() {
        Call call = caller.post("/values/large").key(Caller.newKey()).header("Accept-Encoding", "gzip");
        Reply first = call.send().hasStatus(200);
        assertThat(first.header("Content-Encoding")).contains("gzip");
        call.send().isReplayOf(first);
    }

    /** To the second; a replay may see the end of the record a few milliseconds off. */
    @Test
    void everyAnswerSaysUntilWhenARetryGetsIt() {
        String key = Caller.newKey();
        Reply first = caller.post("/values/record", key).hasStatus(200);
        Reply replay = caller.post("/values/record", key).isReplayOf(first);
        Instant asked = Instant.parse(first.header("X-Original-Request-Time").orElseThrow());
        Instant expires = Instant.parse(first.header("Idempotency-Expires").orElseThrow());
        assertThat(expires).isBetween(asked.plus(23, ChronoUnit.HOURS), asked.plus(25, ChronoUnit.HOURS));
        assertThat(Instant.parse(replay.header("Idempotency-Expires").orElseThrow()))
                .isCloseTo(expires, within(1, ChronoUnit.SECONDS));
    }

    @Test
    void anAnswerThatIsNotKeptSaysNothingOfTheKind() {
        assertThat(caller.post("/failing/status/503", Caller.newKey()).header("Idempotency-Expires"))
                .isEmpty();
    }
}
