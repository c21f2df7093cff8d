package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static io.github.idempotency.sample.RawClient.TRANSFER;
import static io.github.idempotency.sample.RawClient.event;
import static org.assertj.core.api.Assertions.assertThat;

/** What the contract says of processes that are killed, stopped in an orderly way, or suspended in the middle of a call. */
class HttpContractCrashITests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SHORT_LEASE = "--idempotency.lease=2s";

    private static final String INTENTS =
            "--management.endpoints.web.exposure.include=health,idempotency,idempotencyintents";

    private static final String IRREVERSIBLE = "--idempotency.scopes.document-events.effect=IRREVERSIBLE";

    @TempDir
    Path directory;

    @Test
    @Row({
        "lease renewed at a third",
        "expired repeatable claim taken over with a greater token",
        "expired irreversible claim becomes unknown",
        "outcome unknown refused without a time to come back",
        "records survive a killed process",
        "reconciliation",
        "intents: key, scope and fingerprint are durable before the action; those without outcome are told",
        "a restart names them in the log and as an event"
    })
    void aKilledCallRunsAgainUnlessItIsIrreversible() throws Exception {
        ShopProcess killed = ShopProcess.start(directory, "--sample.model.delay=1h", SHORT_LEASE, IRREVERSIBLE);
        RawClient before = new RawClient(killed.client().port());
        before.postAsync("/emails", "email", EMAIL);
        before.postAsync("/webhooks/documents", "none", event("event"));
        before.awaitInProgress("document-events", "event");
        before.awaitInProgress("emails", "email");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> leftAfterStart(before.lookUp("emails", "email")), left -> left > 4_000);
        before.post("/emails", "email", EMAIL).assertProblem(409, "in-progress", "idempotency_in_flight");
        long token = before.lookUp("emails", "email").path("token").asLong();
        ShopData data = new ShopData(directory);
        moveMoneyAndTellNobody(before, data);
        killed.kill();
        assertThat(data.redis("CLIENT UNPAUSE")).isEqualTo("+OK");

        try (ShopProcess restarted =
                ShopProcess.start(directory, "--sample.model.delay=0ms", SHORT_LEASE, IRREVERSIBLE, INTENTS)) {
            RawClient shop = new RawClient(restarted.client().port());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(data.written(shop.port() + ".log"))
                            .contains("1 executions of document-events have no outcome")
                            .contains("1 executions of transfers have no outcome"));
            assertThat(shop.intent("transfers"))
                    .isEqualTo(shop.lookUp("transfers", "transfer")
                            .path("reference")
                            .asString());
            shop.post("/transfers", "transfer", TRANSFER.replace("100", "1000"))
                    .assertProblem(422, "key-reused", "idempotency_conflict");
            RawAnswer found = shop.post("/transfers", "transfer", TRANSFER).assertFirst(201);
            shop.post("/transfers", "transfer", TRANSFER).assertReplays(found);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> shop.post("/emails", "email", EMAIL).assertFirst(201));
            JsonNode email = shop.lookUp("emails", "email");
            assertThat(email.path("attempt").asInt()).isEqualTo(2);
            assertThat(email.path("token").asLong()).isGreaterThan(token);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> shop.send("POST", "/webhooks/documents", event("event"))
                            .assertProblem(409, "outcome-unknown", "idempotency_outcome_unknown"));
            assertThat(shop.effects()).isEqualTo(new Effects(1, 1, 0, 3));
        }
    }

    /** The transfer is in the ledger, and its record does not say so. */
    private static void moveMoneyAndTellNobody(RawClient shop, ShopData data) throws Exception {
        try (Connection locked = data.lockedDatabase()) {
            shop.postAsync("/transfers", "transfer", TRANSFER);
            shop.awaitInProgress("transfers", "transfer");
            assertThat(data.redis("CLIENT PAUSE 600000 WRITE")).isEqualTo("+OK");
        }
        Awaitility.await().atMost(PATIENCE).until(() -> shop.effects().transfers() == 1);
    }

    @Test
    @Row("a paused owner's completion is refused, it gets the authoritative answer")
    void aSuspendedOwnerGivesTheAnswerOfItsSuccessor() throws Exception {
        try (ShopProcess suspended = ShopProcess.start(directory, "--sample.model.delay=3s", SHORT_LEASE);
                ShopProcess successor = ShopProcess.start(directory, "--sample.model.delay=0ms", SHORT_LEASE)) {
            RawClient first = new RawClient(suspended.client().port());
            RawClient second = new RawClient(successor.client().port());
            CompletableFuture<RawAnswer> answer = first.postAsync("/emails", "email", EMAIL);
            second.awaitInProgress("emails", "email");
            signal("STOP", suspended);
            RawAnswer authoritative;
            try {
                authoritative = Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> second.post("/emails", "email", EMAIL), found -> found.status() == 201);
            } finally {
                signal("CONT", suspended);
            }
            assertThat(authoritative.isReplay()).isFalse();
            assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo(authoritative.body());
            second.post("/emails", "email", EMAIL).assertReplays(authoritative);
        }
    }

    @Test
    @Row("orderly stop")
    void aCallInFlightEndsBeforeTheProcessDoes() throws IOException {
        ShopProcess stopped = ShopProcess.start(directory, "--sample.model.delay=3s");
        RawClient before = new RawClient(stopped.client().port());
        CompletableFuture<RawAnswer> running = before.postAsync("/emails", "email", EMAIL);
        before.awaitInProgress("emails", "email");
        stopped.close();
        RawAnswer first = running.join().assertFirst(201);

        try (ShopProcess restarted = ShopProcess.start(directory)) {
            RawClient shop = new RawClient(restarted.client().port());
            shop.post("/emails", "email", EMAIL).assertReplays(first);
            assertThat(shop.effects()).isEqualTo(new Effects(1, 0, 0, 1));
        }
    }

    /** How long after its start the claim lives, in milliseconds: more than one lease when it has been renewed. */
    private static long leftAfterStart(JsonNode found) {
        return Duration.between(
                        Instant.parse(found.path("startedAt").asString()),
                        Instant.parse(found.path("leaseUntil").asString()))
                .toMillis();
    }

    private static void signal(String name, ShopProcess shop) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, String.valueOf(shop.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
