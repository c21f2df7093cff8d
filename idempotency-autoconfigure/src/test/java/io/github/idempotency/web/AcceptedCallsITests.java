package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.JobNode;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A duplicate of a running request is told where to ask, and its owner, nobody else, can ask any node. Two application
 * contexts on one Redis are two nodes.
 *
 * <p>Broken on purpose, by looking up for Alice whoever asks: {@link #nobodyElseCanTellWhetherThereIsSuchAnOperation} and
 * {@link #nobodyElseCanTellWhetherItRuns} fail.
 */
class AcceptedCallsITests {

    private static final String PATH = "/idempotency/operations/";

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    private static ConfigurableApplicationContext node;

    private static ConfigurableApplicationContext otherNode;

    private final Caller caller = node.getBean(Caller.class);

    private final Caller otherCaller = otherNode.getBean(Caller.class);

    private final Gates gates = node.getBean(Gates.class);

    private final String key = Caller.newKey();

    @BeforeAll
    static void start() {
        node = JobNode.start(redis);
        otherNode = JobNode.start(redis);
    }

    @AfterAll
    static void stop() {
        node.close();
        otherNode.close();
    }

    private Reply post(Caller at, String path, String state) {
        return at.post(path).key(key).as("alice").header("X-State", state).send();
    }

    private static String id(String scope, String owner, String key) {
        return IdempotentOperation.of(new KeyScope("jobs", scope, owner), key)
                .id()
                .toString();
    }

    private String id() {
        return id("jobs", "alice", key);
    }

    private Reply get(String user, String id) {
        Call call = caller.get(PATH + id);
        return (user.isEmpty() ? call : call.as(user)).send();
    }

    private Reply status() {
        return get("alice", id()).hasStatus(200);
    }

    private static String state(Reply status) {
        return status.json().path("state").asString();
    }

    private long replays() {
        return node.getBean(InspectableIdempotencyStore.class)
                .find(new KeyScope("jobs", "jobs", "alice").storeKey(key))
                .orElseThrow()
                .replays();
    }

    private CompletableFuture<Reply> startSlow() {
        CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> post(caller, "/jobs", "slow"));
        gates.awaitEntered(key);
        return running;
    }

    @Test
    void aDuplicateIsToldWhereToAskAndEveryNodeAnswers() {
        CompletableFuture<Reply> running = startSlow();
        try {
            Reply here = post(caller, "/jobs", "slow").hasStatus(202);
            assertThat(here.header("Location")).contains(PATH + id());
            assertThat(here.header("Retry-After")).get().asString().matches("[1-9]\\d?");
            assertThat(here.header("Idempotent-Replayed")).isEmpty();
            assertThat(state(here)).isEqualTo("IN_PROGRESS");
            assertThat(here.json().path("id").asString()).isEqualTo(id());
            Reply there = post(otherCaller, "/jobs", "slow").hasStatus(202);
            assertThat(there.header("Location")).contains(PATH + id());

            assertThat(state(status())).isEqualTo("IN_PROGRESS");
            assertThat(status().header("Retry-After")).isPresent();
            assertThat(status().header("Cache-Control")).contains("no-store");
            get("alice", id() + "/result").isProblem(409, "in-progress", "idempotency_in_flight");
        } finally {
            gates.open(key);
        }
        Reply first = running.join().hasStatus(201);

        Reply there = otherCaller.get(PATH + id()).as("alice").send().hasStatus(200);
        assertThat(state(there)).isEqualTo("COMPLETED");
        assertThat(there.header("Link")).contains("<" + PATH + id() + "/result>; rel=\"item\"");
        assertThat(there.header("Retry-After")).isEmpty();
        JsonNode result = there.json().path("result");
        assertThat(result.path("status").asInt()).isEqualTo(201);
        assertThat(result.path("headers").path("Location").path(0).asString()).isEqualTo("/jobs/7");
        assertThat(there.text()).contains("\"body\":{\"price\":1.10,\"big\":12345678901234567890.5}");

        Reply stored = otherCaller.get(PATH + id() + "/result").as("alice").send();
        assertThat(stored.status()).isEqualTo(201);
        assertThat(stored.body()).isEqualTo(first.body());
        assertThat(stored.header("Location")).isEqualTo(first.header("Location"));
        assertThat(stored.header("Idempotent-Replayed")).contains("true");
        assertThat(replays()).as("polls").isZero();
        post(otherCaller, "/jobs", "slow").isReplayOf(first);
        assertThat(replays()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "released, 500, PENDING, 404, operation-not-found",
        "not-retained, 200, COMPLETED, 409, response-not-retained",
    })
    void whatHasNoAnswerToGiveSaysSo(String state, int answered, String expected, int status, String type) {
        post(caller, "/jobs", state).hasStatus(answered);
        assertThat(state(status())).isEqualTo(expected);
        assertThat(status().json().has("result")).isFalse();
        Reply result = get("alice", id() + "/result").hasStatus(status);
        assertThat(result.json().path("type").asString()).endsWith(":" + type);
    }

    @Test
    void anAnswerThatIsNoJsonIsNotEmbedded() {
        post(caller, "/jobs", "turned-down").hasStatus(422);
        assertThat(state(status())).isEqualTo("FAILED");
        JsonNode result = status().json().path("result");
        assertThat(result.path("status").asInt()).isEqualTo(422);
        assertThat(result.has("body")).isFalse();
        assertThat(get("alice", id() + "/result").hasStatus(422).text()).isEqualTo("no");
    }

    @Test
    void anUnknownOutcomeIsUnknown() {
        post(caller, "/jobs/payouts", "").hasStatus(500);
        String id = id("payouts", "alice", key);
        assertThat(state(get("alice", id).hasStatus(200))).isEqualTo("UNKNOWN");
        get("alice", id + "/result").isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "turned-down", "released", "not-retained"})
    void nobodyElseCanTellWhetherThereIsSuchAnOperation(String state) {
        post(caller, "/jobs", state);
        status();
        assertThatOthersSeeNothing();
    }

    @Test
    void nobodyElseCanTellWhetherItRuns() {
        CompletableFuture<Reply> running = startSlow();
        try {
            assertThatOthersSeeNothing();
        } finally {
            gates.open(key);
            running.join();
        }
    }

    private void assertThatOthersSeeNothing() {
        for (String end : List.of("", "/result")) {
            for (String user : List.of("bob", "")) {
                Reply seen = get(user, id() + end);
                assertThat(sight(seen)).isEqualTo(sight(get(user, id("jobs", "alice", Caller.newKey()) + end)));
                assertThat(seen.status()).isEqualTo(user.isEmpty() ? 403 : 404);
            }
            assertThat(sight(get("bob", id() + end))).isEqualTo(sight(get("bob", "no-id" + end)));
            assertThat(sight(get("bob", id() + end))).isEqualTo(sight(get("alice", "no-id" + end)));
        }
    }

    private static List<Object> sight(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>(reply.headers());
        headers.remove("Date");
        headers.remove("date");
        return List.of(reply.status(), headers, new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        get("alice", id()).isProblem(404, "operation-not-found", "idempotency_operation_not_found");
    }

    @Test
    void onlyWhatAcceptsItsDuplicatesCanBeAskedAbout() {
        post(caller, "/jobs/private", "").hasStatus(200);
        get("alice", id("private", "alice", key)).hasStatus(404);
    }

    @Test
    void theAddressIsBelowThatOfTheApplication() {
        try (ConfigurableApplicationContext below = JobNode.start(
                redis,
                "server.servlet.context-path=/shop",
                "spring.mvc.servlet.path=/api",
                "idempotency.web.operations-path=/v1/operations")) {
            Caller there = below.getBean(Caller.class);
            Gates gate = below.getBean(Gates.class);
            CompletableFuture<Reply> running =
                    CompletableFuture.supplyAsync(() -> post(there, "/shop/api/jobs", "slow"));
            gate.awaitEntered(key);
            Reply accepted = post(there, "/shop/api/jobs", "slow").hasStatus(202);
            gate.open(key);
            running.join();
            String location = accepted.header("Location").orElseThrow();
            assertThat(location).isEqualTo("/shop/api/v1/operations/" + id());
            Reply status = there.get(location).as("alice").send().hasStatus(200);
            assertThat(state(status)).isEqualTo("COMPLETED");
            assertThat(status.header("Link")).contains("<" + location + "/result>; rel=\"item\"");
        }
    }

    @Test
    void theApiDocumentSaysWhatADuplicateGets() {
        JsonNode responses = caller.get("/v3/api-docs")
                .send()
                .hasStatus(200)
                .json()
                .path("paths")
                .path("/jobs")
                .path("post")
                .path("responses");
        assertThat(responses.path("202").path("headers").propertyNames()).contains("Location", "Retry-After");
    }
}
