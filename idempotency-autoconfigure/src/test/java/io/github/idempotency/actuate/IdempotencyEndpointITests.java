package io.github.idempotency.actuate;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

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
        JsonNode before = read("/actuator/idempotency/counted");
        String other = Caller.newKey();
        pay(path, other, 1).hasStatus(200);
        pay(path, other, 1).hasStatus(200);
        pay(path, other, 1).hasStatus(200);
        pay(path, other, 2).hasStatus(422);
        pay(path, Caller.newKey(), -1).hasStatus(500);
        JsonNode after = read("/actuator/idempotency/counted");
        assertThat(grown(before, after, "executions")).isEqualTo(2);
        assertThat(grown(before, after, "replays")).isEqualTo(2);
        assertThat(grown(before, after, "mismatches")).isEqualTo(1);
        assertThat(grown(before, after, "releases")).isEqualTo(1);
        assertThat(grown(before, after, "inProgress")).isZero();
        assertThat(after.path("hitRate").asDouble()).isStrictlyBetween(0.0, 1.0);
    }

    private static long grown(JsonNode before, JsonNode after, String name) {
        assertThat(after.path(name).isIntegralNumber()).as(name).isTrue();
        return after.path(name).asLong() - before.path(name).asLong();
    }

    @Test
    void theTotalsAreThoseOfAllScopes() {
        pay(1).hasStatus(200);
        JsonNode totals = read("/actuator/idempotency");
        assertThat(totals.path("since").asString()).isNotBlank();
        assertThat(totals.path("scopes").propertyNames()).contains("payments");
        long sum = 0;
        for (JsonNode scope : totals.path("scopes")) {
            sum += scope.path("executions").asLong();
        }
        assertThat(totals.path("totals").path("executions").asLong())
                .isEqualTo(sum)
                .isPositive();
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
        Reply shown = caller.get(RECORD + key).send().hasStatus(200);
        JsonNode record = shown.json();
        assertThat(record.path("state").asString()).isEqualTo("COMPLETED");
        assertThat(record.path("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(record.path("retained").asBoolean()).isTrue();
        assertThat(record.path("attempt").asInt()).isEqualTo(1);
        assertThat(record.path("replays").asInt()).isEqualTo(2);
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
