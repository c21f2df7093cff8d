package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Where nobody takes a multipart apart, it is bytes like any other body. */
@GuardedTest
@TestPropertySource(properties = "spring.servlet.multipart.enabled=false")
class MultipartDisabledITests {

    private static final String TYPE = "multipart/form-data; boundary=B";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private static String multipart(String note) {
        return "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n" + note + "\r\n--B--\r\n";
    }

    private Reply send(String path, String body) {
        return caller.post(path).key(key).body(TYPE, body).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/stream", "/echo/request", "/echo/reader", "/echo/bytes"})
    void aHandlerGetsItInFull(String path) {
        Reply first = send(path, multipart("hello")).hasStatus(200).isFirst();
        assertThat(first.text()).isEqualTo(multipart("hello"));
        send(path, multipart("hello")).isReplayOf(first);
        send(path, multipart("Hello")).isProblem(422, "key-reused", "idempotency_conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/nothing", "/echo/form-request"})
    void itCountsIfNobodyTakesItToo(String path) {
        Reply first = send(path, multipart("hello")).hasStatus(200).isFirst();
        send(path, multipart("hello")).isReplayOf(first);
        send(path, multipart("Hello")).isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--", "--B\r\nContent-Disposition: form-", "nothing of the kind"})
    void whatIsNoneIsBytesToo(String body) {
        Reply first = send("/echo/nothing", body).hasStatus(200).isFirst();
        send("/echo/nothing", body).isReplayOf(first);
    }

    /** Without one, nobody can tell whether a container has taken the beginning of it. */
    @Test
    void itNeedsALength() {
        byte[] body = multipart("hello").getBytes(StandardCharsets.UTF_8);
        caller.post("/echo/nothing").key(key).chunked(TYPE, body).send().hasStatus(411);
        assertThat(effects.of(key)).isZero();
        send("/echo/nothing", multipart("another")).hasStatus(200).isFirst();
    }
}
