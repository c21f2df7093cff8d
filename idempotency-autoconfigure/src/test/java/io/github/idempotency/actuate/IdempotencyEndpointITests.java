package io.github.idempotency.actuate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What operators see over HTTP, and what they never see. */
@GuardedTest
class IdempotencyEndpointITests {

    private static final String RECORD = "/actuator/idempotency/payments/";

    @Autowired
    private Caller caller;

    @Autowired
    private Gates gates;

    private final String key = Caller.newKey();

    private Reply pay(int amount) {
        return pay("/payments", key, amount);
    }

    private Reply pay(String path, String key, int amount) {
        return caller.post(path).key(key).json("{\"amount\":" + amount + "}").send();
    }

    private JsonNode read(String path) {
        return caller.get(path).send().hasStatus(200).json();
    }

    @Test
    void aScopeIsCountedByWhatBecameOfItsCalls() {
        String path = "/payments/counted";
        pay(path, key, 1).hasStatus(200);
        JsonNode before = counted();
        String other = Caller.newKey();
        pay(path, other, 1).hasStatus(200);
        pay(path, other, 1).hasStatus(200);
        pay(path, other, 1).hasStatus(200);
        pay(path, other, 2).hasStatus(422);
        pay(path, Caller.newKey(), -1).hasStatus(500);
        JsonNode after = counted();
        assertThat(grown(before, after, "executions")).isEqualTo(2);
        assertThat(grown(before, after, "replays")).isEqualTo(2);
        assertThat(grown(before, after, "mismatches")).isEqualTo(1);
        assertThat(grown(before, after, "releases")).isEqualTo(1);
        assertThat(grown(before, after, "inProgress")).isZero();
        assertThat(after.path("hitRate").asDouble()).isStrictlyBetween(0.0, 1.0);
        // Each of two executions has spent 110 tokens, one has a key to charge, and two replays have saved them.
        assertThat(grownSum(before, after, "cost.spent.tokens")).isEqualTo(220);
        assertThat(grownSum(before, after, "cost.charged.tokens")).isEqualTo(110);
        assertThat(grownSum(before, after, "cost.avoided.tokens")).isEqualTo(220);
        assertThat(grownSum(before, after, "cost.unknown.spent.tokens")).isEqualTo(2);
        assertThat(grownSum(before, after, "cost.unknown.charged.tokens")).isEqualTo(1);
        assertThat(grownSum(before, after, "cost.unknown.avoided.tokens")).isEqualTo(2);
    }

    private JsonNode counted() {
        return read("/actuator/idempotency/counted").path("node").path("totals");
    }

    private static long grownSum(JsonNode before, JsonNode after, String name) {
        return after.path("byName").path(name).asLong(0)
                - before.path("byName").path(name).asLong(0);
    }

    private static long grown(JsonNode before, JsonNode after, String name) {
        assertThat(after.path(name).isIntegralNumber()).as(name).isTrue();
        return after.path(name).asLong() - before.path(name).asLong();
    }

    @Test
    void theTotalsAreThoseOfAllScopesAndOfAllLayers() {
        pay(1).hasStatus(200);
        JsonNode totals = read("/actuator/idempotency?limit=1000");
        assertThat(totals.path("since").asString()).isNotBlank();
        assertThat(totals.path("scopes").propertyNames()).contains("payments");
        long executions = totals.path("node").path("totals").path("executions").asLong();
        long ofScopes = 0;
        for (JsonNode scope : totals.path("scopes")) {
            ofScopes += scope.path("node").path("executions").asLong();
        }
        long ofLayers = 0;
        for (JsonNode layer : totals.path("node").path("layers")) {
            ofLayers += layer.path("executions").asLong();
        }
        assertThat(executions).isPositive().isEqualTo(ofScopes).isEqualTo(ofLayers);
        assertThat(totals.path("node").path("layers").propertyNames()).contains("http");
    }

    @Test
    void whatIsCountedNowIsAlsoOfTheLastHour() {
        pay(1).hasStatus(200);
        JsonNode node = read("/actuator/idempotency/payments").path("node");
        assertThat(node.path("now").path("executions").asLong()).isPositive();
        assertThat(node.path("lastHour").path("executions").asLong())
                .isGreaterThanOrEqualTo(node.path("now").path("executions").asLong());
        assertThat(node.path("totals").path("byName").path("executed").asLong())
                .isGreaterThanOrEqualTo(node.path("lastHour").path("executions").asLong());
    }

    @Test
    void withoutAFlushThereAreNoTotalsOfTheCluster() {
        JsonNode totals = read("/actuator/idempotency");
        assertThat(totals.path("cluster").isNull()).isTrue();
        assertThat(totals.path("clusterUnavailable").isNull()).isTrue();
    }

    @Test
    void scopesAreToldPageByPageAndTheBusiestByThemselves() {
        pay(1).hasStatus(200);
        pay("/payments/counted", key, 1).hasStatus(200);
        JsonNode whole = read("/actuator/idempotency?limit=1000");
        int half = (whole.path("scopes").size() + 1) / 2;
        Set<String> scopes = new TreeSet<>();
        String after = "";
        do {
            JsonNode page = read("/actuator/idempotency?limit=" + half + after);
            assertThat(page.path("scopes").size()).isBetween(1, half);
            scopes.addAll(page.path("scopes").propertyNames());
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!after.isEmpty());
        assertThat(scopes)
                .contains("payments", "counted")
                .containsExactlyInAnyOrderElementsOf(whole.path("scopes").propertyNames());
        assertThat(whole.path("top").size()).isBetween(2, 10);
        assertThat(whole.path("top").values().stream()
                        .map(scope -> -scope.path("executions").asLong()
                                - scope.path("replays").asLong()))
                .isSorted();
        caller.get("/actuator/idempotency?limit=0").send().hasStatus(400);
    }

    @Test
    void whatIsInFlightIsToldPageByPageWithoutItsKey() {
        List<String> keys = List.of(Caller.newKey(), Caller.newKey(), Caller.newKey());
        List<CompletableFuture<Reply>> running = new ArrayList<>();
        try {
            for (String one : keys) {
                running.add(caller.post("/payments/blocked").key(one).start());
                gates.awaitEntered(one);
            }
            List<JsonNode> told = new ArrayList<>();
            String after = "";
            do {
                JsonNode page = read("/actuator/idempotencyinflight?limit=1" + after);
                assertThat(page.path("inFlight").asInt()).isGreaterThanOrEqualTo(3);
                assertThat(page.path("executions").size()).isLessThanOrEqualTo(1);
                page.path("executions").forEach(told::add);
                after = "&after=" + page.path("next").asString("");
            } while (!after.equals("&after="));
            String scope = "io.github.idempotency.app.PaymentController.blocked";
            told.removeIf(execution -> !execution.path("scope").asString().equals(scope));
            assertThat(told).hasSize(3).allSatisfy(execution -> {
                assertThat(execution.path("layer").asString()).isEqualTo("http");
                assertThat(execution.path("attempt").asInt()).isOne();
                assertThat(execution.path("token").asLong()).isPositive();
                assertThat(execution.path("age").asString()).startsWith("PT");
            });
            assertThat(told.stream()
                            .map(execution -> execution.path("startedAt").asString()))
                    .isSorted();
            for (int i = 0; i < keys.size(); i++) {
                assertThat(told.get(i).path("reference").asString())
                        .isEqualTo(read("/actuator/idempotency/" + scope + "/" + keys.get(i))
                                .path("reference")
                                .asString());
                assertThat(told.toString()).doesNotContain(keys.get(i));
            }
        } finally {
            keys.forEach(gates::open);
        }
        running.forEach(reply -> reply.join().hasStatus(200));
        caller.get("/actuator/idempotencyinflight?after=nonsense").send().hasStatus(400);
    }

    @Test
    void aScopeWithoutACallIsNotFound() {
        caller.get("/actuator/idempotency/nobody").send().hasStatus(404);
    }

    @Test
    void aRecordIsShownWithoutItsAnswerAndItsKey() {
        Reply first = pay(1).hasStatus(200);
        pay(1).isReplayOf(first);
        pay(1).isReplayOf(first);
        // The second was answered from a copy, and is told to the store soon.
        Reply shown = await().until(
                        () -> caller.get(RECORD + key).send().hasStatus(200),
                        reply -> reply.json().path("replays").asInt() == 2);
        JsonNode record = shown.json();
        assertThat(record.path("state").asString()).isEqualTo("COMPLETED");
        assertThat(record.path("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(record.path("retained").asBoolean()).isTrue();
        assertThat(record.path("attempt").asInt()).isEqualTo(1);
        assertThat(record.path("token").asLong()).isPositive();
        assertThat(record.path("startedAt").asString())
                .isEqualTo(first.header("X-Original-Request-Time").orElseThrow());
        assertThat(record.path("expiresAt").asString())
                .isGreaterThan(record.path("settledAt").asString());
        assertThat(shown.text())
                .doesNotContain(key, "nanos", first.json().path("nanos").asString());
        assertThat(record.propertyNames()).doesNotContain("result", "body", "key", "fingerprint");
    }

    @Test
    void lookingAtARecordIsNoReplay() {
        pay(1);
        read(RECORD + key);
        assertThat(read(RECORD + key).path("replays").asInt()).isZero();
    }

    @Test
    void aRunningCallIsShownWithItsLease() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        try {
            JsonNode record = read("/actuator/idempotency/io.github.idempotency.app.PaymentController.blocked/" + key);
            assertThat(record.path("state").asString()).isEqualTo("IN_PROGRESS");
            assertThat(record.path("leaseUntil").asString())
                    .isGreaterThan(record.path("startedAt").asString());
        } finally {
            gates.open(key);
        }
        running.join().hasStatus(200);
    }

    @Test
    void aRecordIsLookedUpByItsOwner() {
        caller.post("/owned/accounts").key(key).as("alice").send().hasStatus(200);
        String path = "/actuator/idempotency/accounts/" + key;
        caller.get(path).send().hasStatus(404);
        caller.get(path + "?owner=bob").send().hasStatus(404);
        Reply shown = caller.get(path + "?owner=alice").send().hasStatus(200);
        assertThat(shown.text()).doesNotContain("alice");
    }

    @Test
    void anUnknownKeyIsNotFound() {
        caller.get(RECORD + Caller.newKey()).send().hasStatus(404);
    }

    @Test
    void whoMayOnlyReadCannotDelete() {
        Reply first = pay(1);
        caller.call("DELETE", RECORD + key).send().hasStatus(405);
        pay(1).isReplayOf(first);
    }
}
