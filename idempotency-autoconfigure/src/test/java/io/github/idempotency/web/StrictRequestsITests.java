package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Configured to refuse what could be served: keys without quotes, and bodies over 64 KiB. */
@GuardedTest
@TestPropertySource(properties = {"idempotency.web.key.strict=true", "idempotency.web.on-large-request=refuse"})
class StrictRequestsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private Call post(String path) {
        return caller.post(path).key('"' + key + '"');
    }

    @Test
    void aKeyInQuotesIsAKey() {
        Reply first = post("/values/record").send().hasStatus(200);
        post("/values/record").send().isReplayOf(first);
        caller.post("/values/record", '"' + key + "\";v=1").isReplayOf(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":%s:", "%s\"", "?1"})
    void anyOtherItemIsRefused(String form) {
        Reply refused = caller.post("/values/record", form.isEmpty() ? key : form.formatted(key));
        refused.isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(refused.json().path("detail").asString()).contains("double quotes");
        assertThat(effects.of(key)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/echo/string",
                "/echo/bytes",
                "/echo/document",
                "/echo/entity",
                "/echo/entity-stream",
                "/echo/stream",
                "/echo/request",
                "/echo/reader",
                "/echo/nothing"
            })
    void aBodyThatIsTooLargeIsRefusedWhoeverReadsIt(String path) {
        Reply refused =
                post(path).json("[\"" + "x".repeat(65_536) + "\"]").send().hasStatus(413);
        assertThat(refused.header("X-Original-Request-Time")).isEmpty();
        assertThat(effects.of('"' + key + '"')).isZero();
        post(path).json("[]").send().hasStatus(200).isFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/bytes", "/echo/stream"})
    void theLargestBodyThatIsNot(String path) {
        String type = "application/octet-stream";
        post(path).body(type, new byte[65_537]).send().hasStatus(413);
        post(path).chunked(type, new byte[65_537]).send().hasStatus(413);
        post(path).chunked(type, new byte[65_536]).send().hasStatus(200).isFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/form", "/echo/form-body", "/echo/form-request", "/echo/stream"})
    void aFormThatIsTooLargeIsRefused(String path) {
        post(path).form("amount=1&note=" + "n".repeat(65_536)).send().hasStatus(413);
        post(path).form("amount=1").send().hasStatus(200).isFirst();
    }

    @Test
    void aMultipartThatIsTooLargeIsRefused() {
        String part = "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"f\"\r\n\r\n%s\r\n--B--\r\n";
        String type = "multipart/form-data; boundary=B";
        post("/echo/multipart")
                .body(type, part.formatted("x".repeat(65_537)))
                .send()
                .hasStatus(413);
        post("/echo/multipart")
                .body(type, part.formatted("x".repeat(65_000)))
                .send()
                .hasStatus(200)
                .isFirst();
    }
}
