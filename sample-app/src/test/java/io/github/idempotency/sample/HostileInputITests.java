package io.github.idempotency.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no client library would send get what the corpus says, and nothing of 500 or above; the answer tells
 * nothing of how it was made; and the key of the request is free, or has an answer, but is never in progress for ever.
 */
class HostileInputITests {

    private static final String TRANSFER = """
            {"from":"alice","to":"bob","amount":1}""";

    private static final String EVENT = """
            {"eventId":"%s","documentId":"terms"}""";

    private static final String SUMMARY = """
            {"documentId":"%s"}""";

    @TempDir
    static Path directory;

    static ShopProcess process;

    static RawClient shop;

    @BeforeAll
    static void start() throws IOException {
        process = ShopProcess.start(
                directory,
                "--sample.model.delay=0ms",
                "--management.endpoints.web.exposure.include=health,idempotency,idempotencyintents");
        shop = new RawClient(process.client().port());
    }

    /** Whoever holds a key is in this list, whatever its scope. */
    @AfterAll
    static void nothingIsInProgress() throws IOException {
        try {
            assertThat(process.client().get("/actuator/idempotencyintents")).startsWith("{\"scopes\":{}");
            assertThat(process.client().get("/actuator/health")).contains("UP");
        } finally {
            process.close();
        }
    }

    static Stream<HostileInput> heads() {
        return Stream.of(
                        HostileHeads.keys(),
                        HostileHeads.framing(),
                        HostileHeads.targets(),
                        HostileBodies.preferences())
                .flatMap(inputs -> inputs);
    }

    static Stream<HostileInput> bodies() {
        return Stream.of(HostileBodies.members(), HostileBodies.documents(), HostileBodies.types())
                .flatMap(inputs -> inputs);
    }

    @ParameterizedTest
    @MethodSource({"heads", "bodies"})
    @Row({
        "hostile requests: a clear 4xx, nothing told of the inside, no key held",
        "bounds of JSON that is compared; bad UTF-8"
    })
    void withTheKeyInTheHeader(HostileInput input) throws IOException {
        String key = RawRequest.newKey();
        long transfers = shop.effects().transfers();
        RawAnswer answer =
                send(input.spoilt().apply(RawRequest.of("/transfers", TRANSFER).key(key)));
        assertAnswers(answer, input, input.status());
        assertThat(shop.effects().transfers() - transfers).isEqualTo(input.status() == 201 ? 1 : 0);
        assertThat(shop.lookUp("transfers", "smuggled").path("state").isMissingNode())
                .isTrue();
        assertThat(shop.lookUp("transfers", key).path("state").asString("none")).isIn("none", "COMPLETED");
        assertThat(send(RawRequest.of("/transfers", TRANSFER).key(key)).status())
                .isIn(201, 422);
    }

    /** Nothing is compared there, so what is only too much to be compared is as good as the handler finds it. */
    @ParameterizedTest
    @MethodSource("bodies")
    @Row("hostile requests: a clear 4xx, nothing told of the inside, no key held")
    void withTheKeyInTheBody(HostileInput input) throws IOException {
        String event = EVENT.formatted(RawRequest.newKey());
        assertAnswers(
                send(input.spoilt().apply(RawRequest.of("/webhooks/documents", event))), input, withoutKey(input));
        assertThat(send(RawRequest.of("/webhooks/documents", event)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    @Row("hostile requests: a clear 4xx, nothing told of the inside, no key held")
    void withTheKeyOfAService(HostileInput input) throws IOException {
        String summary = SUMMARY.formatted(RawRequest.newKey());
        assertAnswers(send(input.spoilt().apply(RawRequest.of("/summaries", summary))), input, withoutKey(input));
        assertThat(send(RawRequest.of("/summaries", summary)).status()).isEqualTo(200);
    }

    private static int withoutKey(HostileInput input) {
        return input.status() == 201 || !input.problem().isEmpty() ? 200 : input.status();
    }

    @ParameterizedTest
    @MethodSource("valuesOfKeys")
    @Row("hostile requests: a clear 4xx, nothing told of the inside, no key held")
    void aKeyThatIsAnyText(String text) throws IOException {
        long calls = shop.effects().modelCalls();
        for (String path : Set.of("/webhooks/documents", "/summaries")) {
            String body = EVENT.replace("%s", text).replace("terms", text);
            RawAnswer first = send(RawRequest.of(path, body)).assertFirst(200);
            assertThat(send(RawRequest.of(path, body)).body()).isEqualTo(first.body());
        }
        assertThat(shop.effects().modelCalls()).isEqualTo(calls + 2);
    }

    static Stream<String> valuesOfKeys() {
        return Stream.of(
                "\\u0000", "\\ud800", "\\udbff", "?", "\\ufffd", "\\u00a0", "\\u200b", "\\r\\nX: 1", "'; --", "${x}");
    }

    @Test
    @Row("hostile requests: a clear 4xx, nothing told of the inside, no key held")
    void aKeyInTheBodyOfAMegabyte() throws IOException {
        String body = EVENT.formatted("k".repeat(1_000_000));
        RawAnswer first = send(RawRequest.of("/webhooks/documents", body)).assertFirst(200);
        send(RawRequest.of("/webhooks/documents", body)).assertReplays(first);
        assertThat(send(RawRequest.of("/webhooks/documents", body.replace("kk\"", "kj\"")))
                        .isReplay())
                .isFalse();
    }

    private static void assertAnswers(RawAnswer answer, HostileInput input, int status) {
        if (input.problem().isEmpty() || status == 200) {
            answer.assertFirst(status);
        } else {
            String code = input.problem().equals("key-missing") ? "required" : "invalid";
            answer.assertProblem(status, input.problem(), "idempotency_key_" + code);
        }
        assertThat(answer.body())
                .as("one answer, and nothing of the inside")
                .doesNotContain(
                        "HTTP/1.1 ", "Exception", "\tat ", "org.", "java.", "io.github", "tools.", "com.", "Tomcat");
        assertThat(answer.head()).noneMatch(line -> line.startsWith("X-Injected"));
    }

    /** What is refused early may not be taken to its end, so the rest cannot always be written. */
    private static RawAnswer send(RawRequest request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
            socket.setSoTimeout(60_000);
            try {
                socket.getOutputStream().write(request.bytes());
                socket.shutdownOutput();
            } catch (IOException ex) {
                // The answer has come before.
            }
            copy(socket.getInputStream(), answer);
        }
        return RawAnswer.read(new ByteArrayInputStream(answer.toByteArray()));
    }

    private static void copy(InputStream in, ByteArrayOutputStream answer) {
        byte[] block = new byte[8 * 1024];
        try {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                answer.write(block, 0, count);
            }
        } catch (IOException ex) {
            // Cut off after the answer; if there is none, that is found out.
        }
    }
}
