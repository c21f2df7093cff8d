package io.github.idempotency.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static io.github.idempotency.sample.RawClient.TRANSFER;
import static io.github.idempotency.sample.RawClient.event;
import static io.github.idempotency.sample.RawClient.translation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The contract as a stranger sees it: the packaged sample in a process of its own, and a socket.
 *
 * <p>Broken on purpose: without {@code releaseOn} of a transfer {@link #irreversibleWorkThatCannotBeginIsFree} finds its
 * outcome unknown, and without {@code spring.task.execution.propagate-context}
 * {@link #aServiceInsideAnswersTwoCallsWithOneFuture} finds an id that is none of the call's.
 */
class HttpContractITests {

    @TempDir
    static Path directory;

    static ShopProcess process;

    static RawClient shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        process = ShopProcess.start(
                directory,
                "--sample.model.delay=500ms",
                "--spring.datasource.hikari.connection-timeout=1000",
                // Whoever has a connection waits for the database longer than a test locks it.
                "--spring.datasource.hikari.data-source-properties.busy_timeout=60000");
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
        Effects before = shop.effects();
        RawAnswer first = shop.send("POST", "/webhooks/documents", event(key)).assertFirst(200);
        shop.send("POST", "/webhooks/documents", event(key)).assertReplays(first);
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
    @Row({"first answer, replay, byte-identical body", "`Idempotency-Expires` on first answers and replays"})
    void aRetryGetsTheVeryAnswerOfTheFirstCall() throws IOException {
        Effects before = shop.effects();
        RawAnswer first = shop.post("/emails", key, EMAIL).assertFirst(201);
        RawAnswer retry = shop.post("/emails", key, EMAIL);
        retry.assertReplays(first);
        assertThat(first.header("X-Original-Request-Time"))
                .isPresent()
                .isEqualTo(retry.header("X-Original-Request-Time"));
        assertThat(expires(retry))
                .isBetween(expires(first).minusSeconds(1), expires(first).plusSeconds(1));
        assertThat(retry.header("Idempotency-Key")).hasValue(key);
        assertThat(retry.header("Content-Length"))
                .hasValue(String.valueOf(first.body().length()));
        assertThat(shop.effects())
                .isEqualTo(new Effects(
                        before.emails() + 1, before.transfers(), before.summaries(), before.modelCalls() + 1));
    }

    private static Instant expires(RawAnswer answer) {
        return Instant.parse(answer.header("Idempotency-Expires").orElseThrow());
    }

    @Test
    @Row({"answers of exception handlers and error pages", "stored statuses; 5xx"})
    void aRefusalOfTheHandlerIsAnAnswerToo() {
        String tooMuch = TRANSFER.replace("100", "2000000");
        RawAnswer first = shop.post("/transfers", key, tooMuch).assertFirst(402);
        shop.post("/transfers", key, tooMuch).assertReplays(first);
    }

    @Test
    @Row("handler functions")
    void aHandlerFunctionIsGuarded() {
        shop.send("POST", "/documents", "terms").assertProblem(400, "key-missing", "idempotency_key_required");
        RawAnswer first = shop.post("/documents", key, "terms").assertFirst(201);
        shop.post("/documents", key, "terms").assertReplays(first);
        shop.post("/documents", key, "other terms").assertProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    @Row("handlers that answer later: the claim lasts until the answer, a replay is there at once, no thread is"
            + " held")
    void aHandlerThatAnswersLaterIsGuardedUntilItHas() throws IOException {
        Effects before = shop.effects();
        CompletableFuture<RawAnswer> running = shop.postAsync("/translations", key, translation(key));
        shop.awaitInProgress("translations", key);
        shop.post("/translations", key, translation(key)).assertProblem(409, "in-progress", "idempotency_in_flight");
        RawAnswer first = running.join().assertFirst(200);
        shop.post("/translations", key, translation(key)).assertReplays(first);
        assertThat(shop.effects().modelCalls()).isEqualTo(before.modelCalls() + 1);
    }

    @Test
    @Row("answer in a form that the caller does not accept: 406, not retained, never run again")
    void anAnswerThatTheCallerDoesNotAcceptIsNotAskedForTwice() throws IOException {
        Effects before = shop.effects();
        for (String path : List.of("/translations", "/emails")) {
            String body = path.equals("/emails") ? EMAIL : translation(key);
            assertThat(shop.send("POST", path, body, "Idempotency-Key: " + key, "Accept: image/png")
                            .status())
                    .isEqualTo(406);
            shop.post(path, key, body).assertProblem(409, "response-not-retained", "idempotency_response_not_retained");
        }
        assertThat(shop.effects().modelCalls()).isEqualTo(before.modelCalls() + 2);
    }

    @Test
    @Row("the work of a caller that has gone goes on, and its retry gets the answer")
    void whoHasGoneAndComesBackGetsTheAnswer() throws IOException {
        Effects before = shop.effects();
        try (Socket socket = shop.begin("POST", "/translations", translation(key), "Idempotency-Key: " + key)) {
            shop.awaitInProgress("translations", key);
            // Reset, not only closed.
            socket.setSoLinger(true, 0);
        }
        RawAnswer answer = await().atMost(Duration.ofSeconds(60))
                .until(() -> shop.post("/translations", key, translation(key)), found -> found.status() != 409);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.isReplay()).isTrue();
        assertThat(shop.effects().modelCalls()).isEqualTo(before.modelCalls() + 1);
    }

    /** A replayed service under two calls of a controller; its id is made of the call that the pool's thread belongs to. */
    @Test
    @Row({
        "nested calls, child keys",
        "the context of an execution on other threads",
        "answers of services that come later: futures, `Mono`, single values of RxJava"
    })
    void aServiceInsideAnswersTwoCallsWithOneFuture() throws IOException {
        Effects before = shop.effects();
        RawAnswer first = shop.post("/translations", key, translation(key)).assertFirst(200);
        RawAnswer second =
                shop.post("/translations", key + "-2", translation(key)).assertFirst(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.body()).containsPattern("\"id\":\"[A-Za-z0-9_-]{22}\"");
        assertThat(shop.effects().modelCalls()).isEqualTo(before.modelCalls() + 1);
        shop.post("/translations", key, translation(key)).assertReplays(first);
        assertThat(shop.lookUp("translated-texts", "de:" + key).path("replays").asInt())
                .isEqualTo(1);
    }

    @Test
    @Row("exceptions that are stored (`remember`) or precede the effect (`releaseOn`)")
    void aRememberedExceptionIsThrownAgain() {
        String unknown = translation(key).replace("\"de\"", "\"zz\"");
        RawAnswer first = shop.post("/translations", key, unknown).assertFirst(400);
        RawAnswer second = shop.post("/translations", key + "-2", unknown).assertFirst(400);
        assertThat(first.body()).contains("There is no language 'zz'").isEqualTo(second.body());
        JsonNode remembered = shop.lookUp("translated-texts", "zz:" + key);
        assertThat(remembered.path("attempt").asInt()).isEqualTo(1);
        assertThat(remembered.path("replays").asInt()).isEqualTo(1);
    }

    /** As many transfers as there are connections wait for the database, and the next one is without. */
    @Test
    @Row("exceptions that are stored (`remember`) or precede the effect (`releaseOn`)")
    void irreversibleWorkThatCannotBeginIsFree() throws Exception {
        List<CompletableFuture<RawAnswer>> waiting;
        try (Connection locked = new ShopData(directory).lockedDatabase()) {
            waiting = IntStream.range(0, 4)
                    .mapToObj(each -> shop.postAsync("/transfers", key + each, TRANSFER))
                    .toList();
            IntStream.range(0, 4).forEach(each -> shop.awaitInProgress("transfers", key + each));
            shop.post("/transfers", key, TRANSFER).assertFirst(500);
        }
        assertThat(shop.lookUp("transfers", key).path("state").asString()).isEqualTo("RELEASED");
        assertThat(waiting).allSatisfy(answer -> answer.join().assertFirst(201));
        shop.post("/transfers", key, TRANSFER).assertFirst(201);
    }

    @Test
    @Row("store without memory left: new keys refused, claims kept, answers replayed, results stored later")
    void aStoreWithoutMemoryLeftLosesNoAnswer() throws Exception {
        ShopData data = new ShopData(directory);
        RawAnswer stored = shop.post("/transfers", key + "-stored", TRANSFER).assertFirst(201);
        Effects before = shop.effects();
        CompletableFuture<RawAnswer> running;
        RawAnswer given;
        try {
            try (Connection locked = data.lockedDatabase()) {
                running = shop.postAsync("/transfers", key, TRANSFER);
                shop.awaitInProgress("transfers", key);
                assertThat(data.redis("CONFIG SET maxmemory 1")).isEqualTo("+OK");
                RawAnswer refused = shop.post("/transfers", key + "-new", TRANSFER)
                        .assertProblem(503, "store-unavailable", "idempotency_store_unavailable");
                assertThat(refused.header("Retry-After")).isPresent();
                shop.post("/transfers", key + "-stored", TRANSFER).assertReplays(stored);
            }
            given = running.join().assertFirst(201);
            shop.post("/transfers", key, TRANSFER).assertProblem(409, "in-progress", "idempotency_in_flight");
        } finally {
            data.redis("CONFIG SET maxmemory 0");
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> shop.post("/transfers", key, TRANSFER).assertReplays(given));
        assertThat(shop.effects().transfers()).isEqualTo(before.transfers() + 1);
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
