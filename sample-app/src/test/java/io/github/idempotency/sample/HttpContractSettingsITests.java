package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static io.github.idempotency.sample.RawClient.TRANSFER;
import static io.github.idempotency.sample.RawClient.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the contract says of scopes that are set otherwise, on the command line of two processes with one Redis. */
class HttpContractSettingsITests {

    private static final String[] SETTINGS = {
        "--sample.model.delay=1s",
        "--idempotency.scopes.emails.on-in-progress=WAIT",
        "--idempotency.scopes.emails.wait-timeout=60s",
        "--idempotency.scopes.emails.required=false",
        "--idempotency.scopes.transfers.required=false",
        "--idempotency.scopes.document-events.fingerprint=#event.documentId",
        "--idempotency.scopes.document-events.on-mismatch=REPLAY_ORIGINAL",
        "--idempotency.scopes.document-events.on-in-progress=ACCEPT",
        "--idempotency.scopes.emails.request-fingerprint.exclude-fields=/sentAt",
        "--idempotency.scopes.emails.request-fingerprint.headers=X-Shop",
        "--idempotency.scopes.summaries.max-result-size=10B",
        "--idempotency.scopes.transfers.result-ttl=1s",
        "--idempotency.web.problem-documentation-base=https://shop.example/problems/",
        "--management.endpoint.idempotency.access=read-only"
    };

    @TempDir
    static Path directory;

    static ShopProcess first;

    static ShopProcess second;

    static RawClient shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        first = ShopProcess.start(directory, SETTINGS);
        second = ShopProcess.start(directory, SETTINGS);
        shop = new RawClient(first.client().port());
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    @Test
    @Row("missing key required or optional")
    void aCallWithoutItsOptionalKeyRunsUnprotected() throws IOException {
        Effects before = shop.effects();
        shop.send("POST", "/emails", EMAIL).assertFirst(201);
        shop.send("POST", "/emails", EMAIL).assertFirst(201);
        assertThat(shop.effects().emails()).isEqualTo(before.emails() + 2);
        assertThat(first.client().get("/actuator/idempotency/emails")).contains("\"ignored\":2");
    }

    @Test
    @Row("missing key required or optional")
    void theHandlerOfACallWithoutItsOptionalKeyHasNoContext() throws IOException {
        Effects before = shop.effects();
        shop.send("POST", "/transfers", RawClient.TRANSFER).assertFirst(201);
        shop.send("POST", "/transfers", RawClient.TRANSFER).assertFirst(201);
        assertThat(shop.effects().transfers()).isEqualTo(before.transfers() + 2);
    }

    @Test
    @Row("problem forms, languages, documentation links")
    void aRefusalIsSaidInTheFormAndLanguageOfItsCaller() {
        String text = RawClient.translation("tea");
        RawAnswer problem =
                shop.send("POST", "/translations", text).assertProblem(400, "key-missing", "idempotency_key_required");
        assertThat(problem.header("Link")).hasValue("<https://shop.example/problems/key-missing>; rel=\"describedby\"");
        RawAnswer markdown = shop.send("POST", "/translations", text, "Accept: text/markdown", "Accept-Language: de");
        assertThat(markdown.status()).isEqualTo(400);
        assertThat(markdown.header("Content-Type").orElseThrow()).startsWith("text/markdown");
        assertThat(markdown.body()).contains("Es fehlt der Schl", "noch einmal, mit einem");
        RawAnswer plain = shop.send("POST", "/translations", text, "Accept: text/plain");
        assertThat(plain.header("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(plain.body()).contains("Idempotency-Key").doesNotContain("Schl");
    }

    @Test
    @Row("used key with another request refused, or the original replayed")
    void theOriginalIsReplayedForAnotherRequest() {
        RawAnswer original =
                shop.send("POST", "/webhooks/documents", event(key)).assertFirst(200);
        shop.send("POST", "/webhooks/documents", event(key).replace("terms", "imprint"))
                .assertReplays(original);
    }

    @Test
    @Row("still running: accepted, with a status resource on any node")
    void aDuplicateIsToldWhereToAskAndTheOtherNodeAnswers() {
        CompletableFuture<RawAnswer> running = CompletableFuture.supplyAsync(
                () -> shop.send("POST", "/webhooks/documents", event(key)), task -> new Thread(task).start());
        shop.awaitInProgress("document-events", key);
        RawAnswer accepted =
                shop.send("POST", "/webhooks/documents", event(key)).assertFirst(202);
        assertThat(accepted.header("Retry-After")).isPresent();
        assertThat(accepted.body()).contains("\"state\":\"IN_PROGRESS\"");
        String operation = accepted.header("Location").orElseThrow();
        RawAnswer first = running.join().assertFirst(200);

        RawClient other = new RawClient(second.client().port());
        RawAnswer status = other.send("GET", operation, "").assertFirst(200);
        assertThat(status.body()).contains("\"state\":\"COMPLETED\"", first.body());
        other.send("GET", operation + "/result", "").assertReplays(first);
        other.send("GET", operation.replaceAll("[^/]+$", "none"), "")
                .assertProblem(404, "operation-not-found", "idempotency_operation_not_found");
    }

    @Test
    @Row("excluding or selecting fields or headers of a request")
    void whatIsExcludedMayDifferAndWhatIsSelectedMayNot() {
        String line = "Idempotency-Key: " + key;
        String email = EMAIL.replaceFirst("}", ",\"sentAt\":1}");
        RawAnswer first =
                shop.send("POST", "/emails", email, line, "X-Shop: one").assertFirst(201);
        shop.send("POST", "/emails", email.replace("1}", "2}"), line, "X-Shop: one")
                .assertReplays(first);
        shop.send("POST", "/emails", email, line, "X-Shop: another")
                .assertProblem(422, "key-reused", "idempotency_conflict");
        shop.send("POST", "/emails", email.replace("Ada", "Bob"), line, "X-Shop: one")
                .assertProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    @Row("still running: wait, woken by the store, also on another node")
    void aDuplicateWaitsForTheAnswerOfAnotherNode() throws IOException {
        Effects before = shop.effects();
        CompletableFuture<RawAnswer> running = shop.postAsync("/emails", key, EMAIL);
        shop.awaitInProgress("emails", key);
        RawAnswer waited = new RawClient(second.client().port()).post("/emails", key, EMAIL);
        waited.assertReplays(running.join().assertFirst(201));
        assertThat(shop.effects().emails()).isEqualTo(before.emails() + 1);
    }

    @Test
    @Row({"response too large or not encodable: given, not retained, never run again", "problem types and codes"})
    void anAnswerTooLargeToKeepIsGivenOnce() throws IOException {
        String request = """
                {"documentId":"%s"}""".formatted(key);
        shop.send("POST", "/summaries", request).assertFirst(200);
        Effects before = shop.effects();
        RawAnswer refused = shop.send("POST", "/summaries", request)
                .assertProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(refused.header("X-Should-Retry")).hasValue("false");
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    @Row("body that expires before its key")
    void anAnswerWhoseTimeIsOverIsGoneAndItsKeyIsNotFree() throws IOException {
        shop.post("/transfers", key, TRANSFER).assertFirst(201);
        Effects before = shop.effects();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> shop.post("/transfers", key, TRANSFER).status() == 409);
        RawAnswer refused = shop.post("/transfers", key, TRANSFER)
                .assertProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(refused.header("X-Should-Retry")).hasValue("false");
        shop.post("/transfers", key, TRANSFER.replace("100", "101"))
                .assertProblem(422, "key-reused", "idempotency_conflict");
        assertThat(shop.effects()).isEqualTo(before);
        assertThat(shop.lookUp("transfers", key).path("state").asString()).isEqualTo("COMPLETED");
        assertThat(shop.lookUp("transfers", key).path("retained").asBoolean()).isFalse();
    }

    @Test
    @Row("look-ups never show a body; deletion needs write access")
    void nobodyDeletesWithoutWriteAccess() {
        RawAnswer email = shop.post("/emails", key, EMAIL).assertFirst(201);
        assertThat(shop.send("DELETE", "/actuator/idempotency/emails/" + key, "")
                        .status())
                .isEqualTo(405);
        shop.post("/emails", key, EMAIL).assertReplays(email);
    }
}
