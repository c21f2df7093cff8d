package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static io.github.idempotency.sample.RawClient.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;

/** The contract as a stranger sees it: the packaged sample in a process of its own, and a socket. */
class HttpContractITests {

    @TempDir
    static Path directory;

    static ShopProcess process;

    static RawClient shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        process = ShopProcess.start(directory, "--sample.model.delay=500ms");
        shop = new RawClient(process.client().port());
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    @Test
    @Row("header, quoted and plain, one key; format; two lines")
    void aQuotedKeyAndAPlainOneAreOneKey() {
        RawAnswer first = shop.post("/transfers", '"' + key + '"', TRANSFER).assertFirst(201);
        shop.post("/transfers", key, TRANSFER).assertReplays(first);
    }

    static Stream<List<String>> badKeys() {
        return Stream.of(
                List.of("Idempotency-Key:"),
                List.of("Idempotency-Key: " + "k".repeat(256)),
                List.of("Idempotency-Key: \"no end"),
                List.of("Idempotency-Key: \"one\"; and more"),
                List.of("Idempotency-Key: \u00e4"),
                List.of("Idempotency-Key: one", "Idempotency-Key: two"));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    @Row({"header, quoted and plain, one key; format; two lines", "problem types and codes"})
    void aMalformedKeyIsRefused(List<String> lines) throws IOException {
        Effects before = shop.effects();
        shop.send("POST", "/transfers", TRANSFER, lines.toArray(String[]::new))
                .assertProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    @Row("header, quoted and plain, one key; format; two lines")
    void theLongestKeyIsAKey() {
        String longest = (key + "k".repeat(255)).substring(0, 255);
        RawAnswer first = shop.post("/transfers", longest, TRANSFER).assertFirst(201);
        shop.post("/transfers", longest, TRANSFER).assertReplays(first);
    }

    @Test
    @Row({"missing key required or optional", "problem types and codes"})
    void aMissingKeyIsRefused() throws IOException {
        Effects before = shop.effects();
        shop.send("POST", "/transfers", TRANSFER).assertProblem(400, "key-missing", "idempotency_key_required");
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    @Row("SpEL keys")
    void aKeyInTheBodyNeedsNoHeader() throws IOException {
        String event = """
                {"eventId":"%s","documentId":"terms"}""".formatted(key);
        Effects before = shop.effects();
        RawAnswer first = shop.send("POST", "/webhooks/documents", event).assertFirst(200);
        shop.send("POST", "/webhooks/documents", event).assertReplays(first);
        assertThat(shop.effects().summaries()).isEqualTo(before.summaries() + 1);
    }

    @Test
    @Row("fingerprint of HTTP requests: canonical JSON, forms, multipart, query order")
    void theSameMeaningIsTheSameRequest() {
        RawAnswer first = shop.post("/transfers?a=1&b=2", key, TRANSFER).assertFirst(201);
        shop.post("/transfers?b=2&a=1", key, TRANSFER).assertReplays(first);
        shop.post("/transfers?a=1&b=2", key, """
                { "amount" : 100, "to":"bob", "from" : "\\u0061lice" }""").assertReplays(first);
    }

    @Test
    @Row("first answer, replay, byte-identical body")
    void aRetryGetsTheVeryAnswerOfTheFirstCall() throws IOException {
        Effects before = shop.effects();
        RawAnswer first = shop.post("/emails", key, EMAIL).assertFirst(201);
        RawAnswer retry = shop.post("/emails", key, EMAIL);
        retry.assertReplays(first);
        assertThat(first.header("X-Original-Request-Time"))
                .isPresent()
                .isEqualTo(retry.header("X-Original-Request-Time"));
        assertThat(retry.header("Idempotency-Key")).hasValue(key);
        assertThat(retry.header("Content-Length"))
                .hasValue(String.valueOf(first.body().length()));
        assertThat(shop.effects())
                .isEqualTo(new Effects(
                        before.emails() + 1, before.transfers(), before.summaries(), before.modelCalls() + 1));
    }

    @Test
    @Row({"answers of exception handlers and error pages", "stored statuses; 5xx"})
    void aRefusalOfTheHandlerIsAnAnswerToo() {
        String tooMuch = TRANSFER.replace("100", "2000000");
        RawAnswer first = shop.post("/transfers", key, tooMuch).assertFirst(402);
        shop.post("/transfers", key, tooMuch).assertReplays(first);
    }

    @Test
    @Row("a replay is no error to the rest of the application")
    void replaysAreNoErrorsInTheMetrics() throws IOException {
        shop.post("/emails", key, EMAIL);
        assertThat(shop.post("/emails", key, EMAIL).isReplay()).isTrue();
        assertThat(process.client().get("/actuator/metrics/http.server.requests?tag=uri:/emails&tag=status:201"))
                .contains("{\"tag\":\"exception\",\"values\":[\"none\"]}");
    }

    @Test
    @Row("answers of services")
    void aServiceAnswersWithTheValueOfTheFirstCall() throws IOException {
        String request = """
                {"documentId":"%s"}""".formatted(key);
        Effects before = shop.effects();
        String first = shop.send("POST", "/summaries", request).assertFirst(200).body();
        assertThat(shop.send("POST", "/summaries", request).body()).isEqualTo(first);
        assertThat(shop.effects().summaries()).isEqualTo(before.summaries() + 1);
    }

    @Test
    @Row({"used key with another request refused, or the original replayed", "problem types and codes"})
    void aUsedKeyWithAnotherRequestIsRefused() throws IOException {
        RawAnswer first = shop.post("/transfers", key, TRANSFER).assertFirst(201);
        Effects before = shop.effects();
        shop.post("/transfers", key, TRANSFER.replace("100", "1000"))
                .assertProblem(422, "key-reused", "idempotency_conflict");
        shop.post("/transfers?a=1", key, TRANSFER).assertProblem(422, "key-reused", "idempotency_conflict");
        shop.post("/transfers", key, TRANSFER).assertReplays(first);
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    @Row({"still running: 409 with `Retry-After`", "problem types and codes"})
    void aDuplicateOfARunningCallIsToldToComeBack() {
        CompletableFuture<RawAnswer> running = shop.postAsync("/emails", key, EMAIL);
        shop.awaitInProgress("emails", key);
        RawAnswer refused = shop.post("/emails", key, EMAIL).assertProblem(409, "in-progress", "idempotency_in_flight");
        assertThat(refused.header("Retry-After"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
        RawAnswer first = running.join().assertFirst(201);
        shop.post("/emails", key, EMAIL).assertReplays(first);
    }

    @Test
    @Row("validation and authentication before the claim, also of a replay")
    void whatIsInvalidClaimsNoKey() {
        String invalid = TRANSFER.replace("100", "-100");
        assertThat(shop.post("/transfers", key, invalid).status()).isEqualTo(400);
        assertThat(shop.lookUp("transfers", key).path("state").isMissingNode()).isTrue();
        shop.post("/transfers", key, TRANSFER).assertFirst(201);
        assertThat(shop.post("/transfers", key, invalid).status()).isEqualTo(400);
    }

    @Test
    @Row("keys never in messages, tags or look-ups")
    void theKeyIsNowhereButInItsHeader() throws IOException {
        shop.post("/emails", key, EMAIL).assertFirst(201);
        shop.post("/emails", key, EMAIL.replace("Ada", "Bob"));
        assertThat(shop.lookUp("emails", key).toString()).contains("COMPLETED").doesNotContain(key);
        assertThat(process.client().get("/actuator/metrics/idempotency.calls")).doesNotContain(key);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(key);
            }
        }
    }

    @Test
    @Row("look-ups never show a body; deletion needs write access")
    void aLookUpShowsNoBodyAndADeletedRecordIsFree() {
        RawAnswer first = shop.post("/emails", key, EMAIL).assertFirst(201);
        assertThat(shop.lookUp("emails", key).toString())
                .contains("\"retained\":true")
                .doesNotContain("text", "stand-in", "Ada");
        assertThat(shop.send("DELETE", "/actuator/idempotency/emails/" + key, "")
                        .status())
                .isEqualTo(204);
        assertThat(shop.post("/emails", key, EMAIL).assertFirst(201).body()).isNotEqualTo(first.body());
    }
}
