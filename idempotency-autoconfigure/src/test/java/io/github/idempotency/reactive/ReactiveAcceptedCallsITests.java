package io.github.idempotency.reactive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveApplication;
import io.github.idempotency.app.ReactiveGates;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A duplicate of a running reactive call is told where to ask, and its owner, nobody else, can ask any node. The other node
 * serves the application below another path. Negative control: where the caller is not carried to the thread that looks the
 * operation up, its owner does not find it.
 */
@ReactiveTest
class ReactiveAcceptedCallsITests {

    private static final String PATH = "/idempotency/operations/";

    private static ConfigurableApplicationContext otherNode;

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private ReactiveGates gates;

    private final String key = Caller.newKey();

    @BeforeEach
    void start(@Autowired EmbeddedRedis redis) {
        if (otherNode == null) {
            otherNode = new SpringApplicationBuilder(ReactiveApplication.class)
                    .properties(
                            "server.port=0",
                            "server.address=127.0.0.1",
                            "spring.main.web-application-type=reactive",
                            "spring.webflux.base-path=/shop",
                            "spring.application.name=shop",
                            "idempotency.anonymous=shared",
                            "spring.data.redis.host=" + redis.host(),
                            "spring.data.redis.port=" + redis.port())
                    .run();
        }
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        otherNode = null;
    }

    private static String id(String scope, String key) {
        return IdempotentOperation.of(new KeyScope("shop", scope, "alice"), key)
                .id()
                .toString();
    }

    private Reply get(String user, String path) {
        return caller.get(PATH + path).as(user).send();
    }

    private static String state(Reply status) {
        return status.json().path("state").asString();
    }

    private CompletableFuture<Reply> start(String path) {
        CompletableFuture<Reply> running =
                caller.post(path).as("alice").key(key).start();
        gates.awaitEntered(key);
        return running;
    }

    @Test
    void aDuplicateIsToldWhereToAskAndEveryNodeAnswers() {
        Caller other = otherNode.getBean(Caller.class);
        String id = id("jobs", key);
        CompletableFuture<Reply> running = start("/jobs");
        Reply here = caller.post("/jobs").as("alice").key(key).send().hasStatus(202);
        assertThat(here.header("Location")).contains(PATH + id);
        assertThat(here.header("Retry-After")).isPresent();
        assertThat(here.header("Idempotent-Replayed")).isEmpty();
        assertThat(state(here)).isEqualTo("IN_PROGRESS");
        assertThat(state(get("alice", id))).isEqualTo("IN_PROGRESS");
        assertThat(get("alice", id).header("Cache-Control")).contains("no-store");
        get("alice", id + "/result").isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply first = running.join().hasStatus(201);

        Reply there = other.get("/shop" + PATH + id).as("alice").send().hasStatus(200);
        assertThat(state(there)).isEqualTo("COMPLETED");
        assertThat(there.header("Link")).contains("</shop" + PATH + id + "/result>; rel=\"item\"");
        JsonNode result = there.json().path("result");
        assertThat(result.path("status").asInt()).isEqualTo(201);
        assertThat(there.text()).contains("\"body\":{\"price\":1.10}");
        Reply stored = other.get("/shop" + PATH + id + "/result").as("alice").send();
        assertThat(stored.hasStatus(201).body()).isEqualTo(first.body());
        assertThat(stored.header("Location")).isEqualTo(first.header("Location"));
        assertThat(stored.header("Cache-Control")).contains("no-store");
        caller.post("/jobs").as("alice").key(key).send().isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void soIsADuplicateOfAHandlerThatReturnsAValue() {
        CompletableFuture<Reply> running = start("/jobs/plain");
        Reply here = caller.post("/jobs/plain").as("alice").key(key).send().hasStatus(202);
        assertThat(here.header("Location")).contains(PATH + id("plain-jobs", key));
        gates.open(key);
        caller.post("/jobs/plain")
                .as("alice")
                .key(key)
                .send()
                .isReplayOf(running.join().hasStatus(200));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "payouts, UNKNOWN, 409, outcome-unknown",
        "repeatable-jobs, PENDING, 404, operation-not-found",
    })
    void whatHasNoAnswerToGiveSaysSo(String scope, String state, int status, String type) {
        String path = scope.replace("-jobs", "");
        caller.post("/jobs/" + path).as("alice").key(key).send().hasStatus(500);
        assertThat(state(get("alice", id(scope, key)).hasStatus(200))).isEqualTo(state);
        Reply result = get("alice", id(scope, key) + "/result").hasStatus(status);
        assertThat(result.json().path("type").asString()).endsWith(":" + type);
    }

    @Test
    void nobodyElseCanTellWhetherThereIsSuchAnOperation() {
        CompletableFuture<Reply> running = start("/jobs");
        try {
            for (String end : List.of("", "/result")) {
                Reply seen = get("bob", id("jobs", key) + end)
                        .isProblem(404, "operation-not-found", "idempotency_operation_not_found");
                assertThat(sight(seen)).isEqualTo(sight(get("bob", id("jobs", Caller.newKey()) + end)));
                assertThat(sight(seen)).isEqualTo(sight(get("alice", "no-id" + end)));
            }
        } finally {
            gates.open(key);
            running.join();
        }
    }

    private static List<Object> sight(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>(reply.headers());
        headers.remove("Date");
        headers.remove("date");
        return List.of(reply.status(), headers, new String(reply.body(), StandardCharsets.UTF_8));
    }
}
