package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.ServingProcess;
import io.github.idempotency.app.TransferLedger;
import io.github.idempotency.app.Transfers;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process is killed half-way through work that must not be done twice, and its successor puts things in order. */
class CrashRecoveryITests {

    private static final String INTENTS = "/actuator/idempotencyintents";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    private final String id = UUID.randomUUID().toString();

    @Test
    void whatAKilledProcessLeftIsNamedListedRecoveredAndReplayed() {
        try (ServingProcess killed = process()) {
            killed.awaitCaller().post("/transfers/" + id + "?hangs=true").start();
            await().atMost(PATIENCE).until(() -> effects() == 1);
        }

        try (ServingProcess successor = process("--idempotency.recovery.enabled=true")) {
            Caller caller = successor.awaitCaller();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(successor.text())
                            .contains("1 executions of transfers have no outcome; the oldest began PT")
                            .contains(
                                    "IntentsFoundEvent[scopes=[IntentSummary[scope=transfers, count=1, oldestAge=PT"));
            JsonNode listed = caller.get(INTENTS)
                    .send()
                    .hasStatus(200)
                    .json()
                    .path("scopes")
                    .path("transfers");
            assertThat(listed.size()).isOne();
            assertThat(listed.path(0).path("effect").asString()).isEqualTo("IRREVERSIBLE");
            assertThat(Duration.parse(listed.path(0).path("age").asString())).isPositive();
            caller.post("/transfers/" + id).send().isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");

            redis.call("SET", TransferLedger.OPEN, "yes");
            await().atMost(PATIENCE)
                    .until(() ->
                            caller.get(INTENTS).send().json().path("scopes").isEmpty());

            redis.call("DEL", TransferLedger.OPEN);
            JsonNode replayed =
                    caller.post("/transfers/" + id).send().hasStatus(200).json();
            assertThat(replayed.path("how").asString()).isEqualTo("found");
            assertThat(replayed.path("reference").asString())
                    .isEqualTo(listed.path(0).path("reference").asString());
        }
        assertThat(effects()).isOne();
    }

    private static ServingProcess process(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "--idempotency.lease=2s";
        all[1] = "--idempotency.recovery.interval=200ms";
        all[2] = "--management.endpoints.web.exposure.include=*";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return ServingProcess.counting(redis, all);
    }

    private static int effects() {
        return ((List<?>) redis.call("HVALS", Transfers.EFFECTS))
                .stream().mapToInt(count -> Integer.parseInt((String) count)).sum();
    }
}
