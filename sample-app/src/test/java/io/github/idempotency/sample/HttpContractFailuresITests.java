package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static io.github.idempotency.sample.RawClient.event;
import static io.github.idempotency.sample.RawClient.translation;
import static org.assertj.core.api.Assertions.assertThat;

/** What the contract says of a model that fails and of a Redis that hangs. */
class HttpContractFailuresITests {

    private static final String SUMMARY = """
            {"documentId":"terms"}""";

    @TempDir
    Path directory;

    private final String key = UUID.randomUUID().toString();

    @Test
    @Row({
        "failed repeatable work is released, the attempt grows",
        "failed irreversible work is unknown",
        "outcome unknown refused without a time to come back",
        "stored statuses; 5xx",
        "a later answer that fails or times out frees the key, or leaves the outcome unknown",
        "intents of every store in use are listed, settled and recovered",
        "problem types and codes"
    })
    void whatFailedMayRunAgainUnlessItIsIrreversible() throws IOException {
        // Nobody listens on port 1.
        try (ShopProcess process = ShopProcess.start(
                directory,
                "--sample.model.base-url=http://127.0.0.1:1/v1",
                "--sample.model.api-key=none",
                "--sample.model.name=none",
                "--idempotency.scopes.document-events.effect=IRREVERSIBLE",
                "--idempotency.scopes.summaries.effect=IRREVERSIBLE",
                "--idempotency.scopes.summaries.store=memory",
                "--management.endpoint.idempotencyintents.access=unrestricted",
                "--management.endpoints.web.exposure.include=health,idempotency,idempotencyintents")) {
            RawClient shop = new RawClient(process.client().port());
            shop.post("/emails", key, EMAIL).assertFirst(500);
            shop.post("/emails", key, EMAIL).assertFirst(500);
            assertThat(shop.lookUp("emails", key).path("attempt").asInt()).isEqualTo(2);
            shop.post("/translations", key, translation(key)).assertFirst(500);
            shop.post("/translations", key, translation(key)).assertFirst(500);
            assertThat(shop.lookUp("translations", key).path("attempt").asInt()).isEqualTo(2);

            shop.send("POST", "/webhooks/documents", event("event")).assertFirst(500);
            RawAnswer refused = shop.send("POST", "/webhooks/documents", event("event"))
                    .assertProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
            assertThat(refused.header("X-Should-Retry")).hasValue("false");
            assertThat(refused.header("Retry-After")).isEmpty();
            shop.send("POST", "/summaries", SUMMARY).assertFirst(500);
            shop.send("POST", "/summaries", SUMMARY)
                    .assertProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
            assertThat(shop.settle(shop.intent("document-events")).status()).isEqualTo(204);
            assertThat(shop.settle(shop.intent("summaries")).status()).isEqualTo(204);
            shop.send("POST", "/webhooks/documents", event("event")).assertFirst(500);
            shop.send("POST", "/summaries", SUMMARY).assertFirst(500);
        }
    }

    @Test
    @Row({
        "store unreachable at the claim: nothing runs",
        "per scope fail open",
        "a later answer that fails or times out frees the key, or leaves the outcome unknown",
        "store unreachable at completion: answer given, result lands later, duplicates refused",
        "problem types and codes"
    })
    void aStoreThatHangsLosesNoAnswer() throws IOException {
        try (ShopProcess process = ShopProcess.start(
                directory,
                "--sample.model.delay=1s",
                "--spring.data.redis.timeout=1s",
                "--spring.mvc.async.request-timeout=100ms",
                "--idempotency.scopes.translations.effect=IRREVERSIBLE",
                "--idempotency.scopes.document-events.on-store-failure=RUN_UNPROTECTED")) {
            RawClient shop = new RawClient(process.client().port());
            shop.post("/translations", key, translation(key)).assertFirst(503);
            shop.post("/translations", key, translation(key))
                    .assertProblem(409, "outcome-unknown", "idempotency_outcome_unknown");

            CompletableFuture<RawAnswer> running = shop.postAsync("/emails", key, EMAIL);
            shop.awaitInProgress("emails", key);
            // It takes no command for so many milliseconds, and then all that have come.
            assertThat(new ShopData(directory).redis("CLIENT PAUSE 20000 ALL")).isEqualTo("+OK");

            RawAnswer refused = shop.post("/emails", "another", EMAIL)
                    .assertProblem(503, "store-unavailable", "idempotency_store_unavailable");
            assertThat(refused.header("Retry-After")).isPresent();
            shop.send("POST", "/webhooks/documents", event("event")).assertFirst(200);
            RawAnswer given = running.join().assertFirst(201);
            assertThat(shop.effects()).isEqualTo(new Effects(1, 0, 1, 3));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> shop.post("/emails", key, EMAIL).assertReplays(given));
            assertThat(shop.effects()).isEqualTo(new Effects(1, 0, 1, 3));
        }
    }
}
