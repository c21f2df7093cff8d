package io.github.idempotency.web;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

/** Where a multipart is taken apart late, the fingerprint is the first to see what is wrong with it. */
@GuardedTest
@TestPropertySource(
        properties = {
            "spring.servlet.multipart.resolve-lazily=true",
            // Small enough that all of it is there when the container gives up: then it does not cut the connection.
            "spring.servlet.multipart.max-file-size=1KB",
            "spring.servlet.multipart.max-request-size=4KB"
        })
class LazyMultipartITests {

    private static final String TYPE = "multipart/form-data; boundary=B";

    private static final String PART = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";

    private static final String END = "--B--\r\n";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("multipart/form-data", named("no boundary", PART + END), 400),
                Arguments.of("multipart/form-data; boundary=", named("an empty boundary", PART + END), 400),
                Arguments.of(TYPE, named("no end", PART), 400),
                Arguments.of(TYPE, named("half a part", PART.substring(0, 30)), 400),
                Arguments.of(TYPE, named("no name", "--B\r\n\r\n1\r\n" + END), 400),
                Arguments.of(TYPE, named("too many parts", PART.repeat(60) + END), 413),
                Arguments.of(TYPE, named("a huge header", header("X: " + "x".repeat(2_000))), 413),
                Arguments.of(TYPE, named("a huge file", file("x".repeat(2_000))), 413),
                Arguments.of(TYPE, named("a huge body", file("x".repeat(5_000))), 413),
                Arguments.of(TYPE, named("JSON that is too deep", json("[".repeat(1_000))), 400),
                Arguments.of(TYPE, named("JSON with a member twice", json("{\"a\":1,\"\\u0061\":2}")), 400));
    }

    private static String header(String line) {
        return PART.replace("\r\n\r\n", "\r\n" + line + "\r\n\r\n") + END;
    }

    private static String file(String content) {
        return PART.replace("\"a\"", "\"a\"; filename=\"f\"").replace("\r\n1\r\n", "\r\n" + content + "\r\n") + END;
    }

    private static String json(String document) {
        return header("Content-Type: application/json").replace("\r\n1\r\n", "\r\n" + document + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void itIsRefusedAndTheKeyIsFree(String type, String body, int status) {
        caller.post("/echo/nothing").key(key).body(type, body).send().hasStatus(status);
        assertThat(effects.of(key)).isZero();
        caller.post("/echo/nothing")
                .key(key)
                .body(TYPE, PART + END)
                .send()
                .hasStatus(200)
                .isFirst();
    }
}
