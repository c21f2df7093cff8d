package io.github.idempotency.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

/** What the contract says of a model that fails and of a Redis that hangs. */
class HttpContractFailuresITests {

    private static final String EVENT = """
            {"eventId":"event","documentId":"terms"}""";

    @TempDir
    Path directory;

    private final String key = UUID.randomUUID().toString();

    @Test
    @Row({
        "failed repeatable work is released, the attempt grows",
        "failed irreversible work is unknown",
        "outcome unknown refused without a time to come back",
        "stored statuses; 5xx",
        "problem types and codes"
    })
    void whatFailedMayRunAgainUnlessItIsIrreversible() throws IOException {
        // Nobody listens on port 1.
        try (ShopProcess process = ShopProcess.start(
                directory,
                "--sample.model.base-url=http://127.0.0.1:1/v1",
                "--sample.model.api-key=none",
                "--sample.model.name=none",
                "--idempotency.scopes.document-events.effect=IRREVERSIBLE")) {
            RawClient shop = new RawClient(process.client().port());
            shop.post("/emails", key, EMAIL).assertFirst(500);
            shop.post("/emails", key, EMAIL).assertFirst(500);
            assertThat(shop.lookUp("emails", key).path("attempt").asInt()).isEqualTo(2);

            shop.send("POST", "/webhooks/documents", EVENT).assertFirst(500);
            RawAnswer refused = shop.send("POST", "/webhooks/documents", EVENT)
                    .assertProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
            assertThat(refused.header("X-Should-Retry")).hasValue("false");
            assertThat(refused.header("Retry-After")).isEmpty();
        }
    }

    @Test
    @Row({
        "store unreachable at the claim: nothing runs",
        "per scope fail open",
        "store unreachable at completion: answer given, result lands later, duplicates refused",
        "problem types and codes"
    })
    void aStoreThatHangsLosesNoAnswer() throws IOException {
        try (ShopProcess process = ShopProcess.start(
                directory,
                "--sample.model.delay=1s",
                "--spring.data.redis.timeout=1s",
                "--idempotency.scopes.document-events.on-store-failure=RUN_UNPROTECTED")) {
            RawClient shop = new RawClient(process.client().port());
            CompletableFuture<RawAnswer> running = shop.postAsync("/emails", key, EMAIL);
            shop.awaitInProgress("emails", key);
            pauseRedis("20000");

            RawAnswer refused = shop.post("/emails", "another", EMAIL)
                    .assertProblem(503, "store-unavailable", "idempotency_store_unavailable");
            assertThat(refused.header("Retry-After")).isPresent();
            shop.send("POST", "/webhooks/documents", EVENT).assertFirst(200);
            RawAnswer given = running.join().assertFirst(201);
            assertThat(shop.effects()).isEqualTo(new Effects(1, 0, 1, 2));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> shop.post("/emails", key, EMAIL).assertReplays(given));
            assertThat(shop.effects()).isEqualTo(new Effects(1, 0, 1, 2));
        }
    }

    /** It takes no command for so long, and then all that have come. */
    private void pauseRedis(String millis) throws IOException {
        int port = Integer.parseInt(Files.readString(directory.resolve("data/redis/port")));
        try (Socket redis = new Socket("127.0.0.1", port)) {
            redis.getOutputStream().write(("CLIENT PAUSE " + millis + " ALL\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(redis.getInputStream().readNBytes(5)).asString().isEqualTo("+OK\r\n");
        }
    }
}
