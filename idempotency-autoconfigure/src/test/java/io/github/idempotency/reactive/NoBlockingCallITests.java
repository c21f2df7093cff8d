package io.github.idempotency.reactive;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.ReactiveStream;
import io.github.idempotency.app.Reply;
import io.github.idempotency.app.ServingProcess;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * BlockHound watches a reactive application while it does all that guarded handlers do, in a process without servlet API and
 * Spring MVC. Negative control, in the last test: a claim that is made on a thread of the server is found. So are the guard's
 * own where its threads are taken from it.
 */
@TestMethodOrder(OrderAnnotation.class)
class NoBlockingCallITests {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    private static EmbeddedRedis redis;

    private static ServingProcess onRedis;

    private static ServingProcess inMemory;

    private final String key = Caller.newKey();

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.standalone().appendOnly().start();
        onRedis = ServingProcess.twoReactive(
                "--idempotency.store=redis",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--watched.jdbc-url=" + postgres.jdbcUrl(),
                "--idempotency.jdbc.initialize-schema=always",
                "--idempotency.scopes.rows.store=jdbc",
                "--idempotency.scopes.row-events.store=jdbc");
        onRedis.awaitOther();
        inMemory = ServingProcess.reactive("--idempotency.store=memory");
        inMemory.awaitCaller();
    }

    @AfterAll
    static void stop() {
        inMemory.close();
        onRedis.close();
        redis.close();
    }

    private static void assertNothingFound(Caller caller) {
        assertThat(caller.get("/watch/found").send().hasStatus(200).text()).isEmpty();
    }

    @Test
    @Order(1)
    void aCallAndItsReplay() {
        Caller caller = onRedis.awaitCaller();
        Reply first = caller.post("/reactive/mono", key).hasStatus(200).isFirst();
        caller.post("/reactive/mono", key).isReplayOf(first);
        caller.post("/reactive/mono").send().hasStatus(400);
        String json = "{\"item\":\"pen\",\"amount\":1}";
        caller.post("/reactive/late-order").key(key).json(json).send().hasStatus(200);
        caller.post("/reactive/late-order").key(key).json("{}").send().hasStatus(422);
        caller.post("/reactive/broken", key).hasStatus(500);
        caller.post("/reactive/not-found", key).hasStatus(404);
        caller.post("/reactive/large", key).hasStatus(200);
        caller.post("/functions/receipts", key).hasStatus(201);
        assertNothingFound(caller);
    }

    @Test
    @Order(1)
    void aBodyInATemporaryFile() {
        Caller caller = onRedis.awaitCaller();
        byte[] large = new byte[500_000];
        Reply first =
                caller.post("/reactive/bytes").key(key).body("image/png", large).send();
        caller.post("/reactive/bytes").key(key).body("image/png", large).send().isReplayOf(first.hasStatus(200));
        assertNothingFound(caller);
    }

    @Test
    @Order(1)
    void aUser() {
        Caller caller = onRedis.awaitCaller();
        Reply first = caller.post("/owned/receipts").as("alice").key(key).send().hasStatus(200);
        caller.post("/owned/receipts").as("alice").key(key).send().isReplayOf(first);
        assertNothingFound(caller);
    }

    @Test
    @Order(1)
    void aDuplicateThatWaits() {
        Caller caller = onRedis.awaitCaller();
        CompletableFuture<Reply> one =
                caller.post("/reactive/waited-for").key(key).start();
        CompletableFuture<Reply> other =
                caller.post("/reactive/waited-for").key(key).start();
        caller.post("/watch/open?key=" + key).send().hasStatus(200);
        assertThat(one.join().hasStatus(200).body()).isEqualTo(other.join().body());
        assertThat(caller.get("/watch/effects?key=" + key).send().text()).isEqualTo("1");
        assertNothingFound(caller);
    }

    @Test
    @Order(1)
    void aStreamItsReplayAndWhoAttachesToIt() {
        for (ServingProcess process : new ServingProcess[] {onRedis, inMemory}) {
            Caller caller = process.awaitCaller();
            try (ReactiveStream first = new ReactiveStream(caller.port(), "/streams/events", key)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> caller.get("/watch/effects?key=" + key)
                                .send()
                                .text()
                                .equals("1"));
                CompletableFuture<Reply> attached =
                        caller.post("/streams/events").key(key).start();
                caller.post("/watch/feed?key=" + key).send().hasStatus(200);
                assertThat(first.body()).contains("data:one", "data:two");
                attached.join();
            }
            caller.post("/streams/events").key(key).send();
            assertNothingFound(caller);
        }
        String replay =
                inMemory.awaitCaller().post("/streams/events").key(key).send().text();
        assertThat(replay).contains("data:one", "data:two");
    }

    @Test
    @Order(1)
    void aHandlerThatReturnsAValue() {
        Caller caller = onRedis.awaitCaller();
        for (String type : new String[] {"text", "created", "entity-flux", "stage", "single"}) {
            String path = "/types/" + type;
            Reply first =
                    caller.post(path).key(key).header("X-Work", "done").send().isFirst();
            caller.post(path).key(key).header("X-Work", "done").send().isReplayOf(first);
            String other = Caller.newKey();
            caller.post(path).key(other).header("X-Work", "broken").send().hasStatus(500);
        }
        caller.post("/types/late-order")
                .key(key)
                .json("{\"item\":\"pen\",\"amount\":1}")
                .send()
                .hasStatus(200);
        assertNothingFound(caller);
    }

    @Test
    @Order(1)
    void whatBecomesOfAnAcceptedCall() {
        Caller caller = onRedis.awaitCaller();
        CompletableFuture<Reply> running = caller.post("/jobs").key(key).start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/jobs", key).header("Location").isPresent());
        String location = caller.post("/jobs", key).header("Location").orElseThrow();
        caller.get(location).send().hasStatus(200);
        caller.post("/watch/open?key=" + key).send().hasStatus(200);
        running.join().hasStatus(201);
        onRedis.awaitOther().get(location + "/result").send().hasStatus(201);
        assertNothingFound(caller);
    }

    @Test
    @Order(1)
    void theOtherNodeIsAttachedToAStreamAndGoesOnWithIt() {
        for (String path : new String[] {"/streams/events", "/streams/row-events"}) {
            String job = Caller.newKey();
            Caller caller = onRedis.awaitCaller();
            Caller other = onRedis.awaitOther();
            String all;
            try (ReactiveStream first = new ReactiveStream(caller.port(), path, job)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> caller.get("/watch/effects?key=" + job)
                                .send()
                                .text()
                                .equals("1"));
                try (ReactiveStream attached = new ReactiveStream(other.port(), path, job)) {
                    caller.post("/watch/feed?key=" + job).send().hasStatus(200);
                    all = first.body();
                    assertThat(attached.body()).isEqualTo(all);
                }
            }
            String id = all.lines()
                    .filter(line -> line.startsWith("id:"))
                    .findFirst()
                    .orElseThrow();
            String last = "Last-Event-ID: " + id.substring(3).strip();
            try (ReactiveStream rest = new ReactiveStream(other.port(), path, job, last)) {
                assertThat(rest.body()).contains("data:two").doesNotContain("data:one");
            }
            assertNothingFound(caller);
        }
    }

    @Test
    @Order(1)
    void aRecordInPostgres() {
        Caller caller = onRedis.awaitCaller();
        Reply first = caller.post("/reactive/row", key).hasStatus(200).isFirst();
        onRedis.awaitOther().post("/reactive/row", key).isReplayOf(first);
        assertNothingFound(caller);
    }

    @Test
    @Order(2)
    void aClaimOnAThreadOfTheServerIsFound() {
        Caller caller = onRedis.awaitCaller();
        caller.post("/watch/blocking-claim?key=" + key).send().hasStatus(500);
        assertThat(caller.get("/watch/found").send().text()).contains("IdempotentExecutor.begin");
    }
}
