package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
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

    /** Nobody has read it by then, so it is put into a file, compared, and handed on. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/echo/stream", "/echo/request", "/echo/reader", "/echo/entity-stream", "/echo/entity-input"})
    void aBodyThatIsTooLargeToHoldIsSpooledForTheHandler(String path) {
        String body = "[\"" + "xyz".repeat(100_000);
        Reply first = send(path, body + "1\"]\n").hasStatus(200).isFirst();
        assertThat(first.text()).isEqualTo(body + "1\"]\n");
        send(path, body + "1\"]\n").isReplayOf(first);
        send(path, body + "2\"]\n").isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aLargeBodyThatNobodyTakesCountsToo() {
        String body = "x".repeat(100_000);
        Reply first = send("/echo/nothing", body).hasStatus(200).isFirst();
        send("/echo/nothing", body).isReplayOf(first);
        send("/echo/nothing", body + "x").isProblem(422, "key-reused", "idempotency_conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/stream", "/echo/bytes"})
    void bytesAreNotHeldButHashed(String path) {
        byte[] body = new byte[200_000];
        new Random(1).nextBytes(body);
        Call call = caller.post(path).key(key).body("application/octet-stream", body);
        Reply first = call.send().hasStatus(200).isFirst();
        call.send().isReplayOf(first);
        body[199_999]++;
        caller.post(path)
                .key(key)
                .body("application/octet-stream", body)
                .send()
                .isProblem(422, "key-reused", "idempotency_conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/stream", "/echo/string"})
    void aBodyOfUnknownLengthIsComparedAlike(String path) {
        byte[] body = ("[\"" + "x".repeat(100_000) + "\"]").getBytes(StandardCharsets.UTF_8);
        Reply first = caller.post(path)
                .key(key)
                .chunked("application/json", body)
                .send()
                .hasStatus(200)
                .isFirst();
        caller.post(path).key(key).body("application/json", body).send().isReplayOf(first);
    }

    /** Up to a megabyte here. */
    @Test
    void aBodyThatIsTooLargeToSpoolIsRefused() {
        Reply refused = send("/echo/stream", "x".repeat(1_048_577)).hasStatus(413);
        assertThat(refused.header("X-Original-Request-Time")).isEmpty();
        assertThat(effects.of(key)).isZero();
        send("/echo/stream", "x".repeat(1_048_576)).hasStatus(200).isFirst();
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void theLargestBodyThatIsNotSpooled() {
        String body = "x".repeat(64 * 1024);
        Reply first = send("/echo/stream", body).hasStatus(200);
        assertThat(first.body()).hasSize(64 * 1024);
        send("/echo/stream", body).isReplayOf(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/form", "/echo/form-request", "/echo/stream"})
    void theFieldsOfALargeFormReachTheHandler(String path) {
        String form = "amount=100&note=" + "n".repeat(100_000);
        Reply first =
                caller.post(path).key(key).form(form).send().hasStatus(200).isFirst();
        assertThat(first.text()).contains("100");
        caller.post(path).key(key).form(form).send().isReplayOf(first);
        caller.post(path).key(key).form(form + "n").send().isProblem(422, "key-reused", "idempotency_conflict");
    }
}
