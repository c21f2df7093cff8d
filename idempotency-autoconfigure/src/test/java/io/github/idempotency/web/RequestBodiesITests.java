package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** The fingerprint reads the body without taking it from anybody. 64 KiB are held of it. */
@GuardedTest
class RequestBodiesITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private Reply send(String path, String body) {
        return caller.post(path).key(key).json(body).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/string", "/echo/bytes", "/echo/entity", "/echo/stream", "/echo/request"})
    void aHandlerGetsItsBodyInFull(String path) {
        String body = "{\"text\":\"" + "ü€".repeat(8_000) + "\"}\n";
        Reply first = send(path, body).hasStatus(200).isFirst();
        assertThat(first.text()).isEqualTo(body);
        send(path, body).isReplayOf(first);
        send(path, "{}").isProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    void aHandlerThatTakesAReaderGetsItsBodyInFull() {
        String body = "{\"text\":\"" + "u".repeat(20_000) + "\"}\n";
        Reply first = send("/echo/reader", body).hasStatus(200);
        assertThat(first.text()).isEqualTo(body);
        send("/echo/reader", body).isReplayOf(first);
    }

    /** What Spring has read by then is hashed as it goes by; the last byte makes the difference. */
    @ParameterizedTest
    @ValueSource(strings = {"/echo/string", "/echo/bytes", "/echo/entity", "/echo/document"})
    void aBodyThatIsTooLargeToHoldIsComparedByItsBytes(String path) {
        String body = "[\"" + "x".repeat(100_000);
        Reply first = send(path, body + "1\"]\n").hasStatus(200).isFirst();
        send(path, body + "1\"]\n").isReplayOf(first);
        send(path, body + "2\"]\n").isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/stream", "/echo/request", "/echo/reader", "/echo/nothing"})
    void aBodyThatIsTooLargeToHoldForTheHandlerIsRefused(String path) {
        Reply refused = send(path, "[\"" + "x".repeat(100_000) + "\"]").hasStatus(413);
        assertThat(refused.header("X-Original-Request-Time")).isEmpty();
        assertThat(effects.of(key)).isZero();
        send(path, "[]").hasStatus(200).isFirst();
    }

    @Test
    void aBodyOfExactlyTheLimitIsHeld() {
        String body = "x".repeat(64 * 1024);
        Reply first = send("/echo/stream", body).hasStatus(200);
        assertThat(first.body()).hasSize(64 * 1024);
        send("/echo/stream", body).isReplayOf(first);
        caller.post("/echo/stream").key(Caller.newKey()).json(body + "x").send().hasStatus(413);
    }
}
