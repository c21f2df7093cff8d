package io.github.idempotency.reactive;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveGates;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the key when a reactive handler fails, its caller goes away, or the store does. Negative control: where the
 * handler is cancelled with its caller, its answer never comes; where it is not, though its policy says so, it stays at its gate.
 */
@ReactiveTest
class ReactiveFailuresITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private ReactiveGates gates;

    @Autowired
    private EmbeddedRedis redis;

    private final String key = Caller.newKey();

    @Test
    void afterAFailureRepeatableWorkRunsAgain() {
        caller.post("/reactive/broken", key).hasStatus(500);
        caller.post("/reactive/broken", key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void afterAFailureTheOutcomeOfIrreversibleWorkIsUnknown() {
        caller.post("/reactive/broken-for-good", key).hasStatus(500);
        Reply refused = caller.post("/reactive/broken-for-good", key)
                .isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        assertThat(refused.header("X-Should-Retry")).contains("false");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void anExceptionThatPrecedesTheEffectFreesTheKey() {
        caller.post("/reactive/broken-before", key).hasStatus(500);
        caller.post("/reactive/broken-before", key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void whatAnExceptionHandlerAnswersIsStored() {
        Reply first = caller.post("/reactive/tripped", key).hasStatus(418).isFirst();
        caller.post("/reactive/tripped", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatAnErrorPageAnswersIsStored() {
        Reply first = caller.post("/reactive/not-found", key).hasStatus(404).isFirst();
        caller.post("/reactive/not-found", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void workWhoseCallerHasGoneIsDoneAndItsAnswerKept() throws IOException {
        goAwayFrom("/reactive/gated");
        caller.post("/reactive/gated", key).hasStatus(409);
        gates.open(key);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/reactive/gated", key).status() == 200);
        assertThat(caller.post("/reactive/gated", key).header("Idempotent-Replayed"))
                .contains("true");
        assertThat(effects.of(key)).isEqualTo(1);
        assertThat(gates.wasCancelled(key)).isFalse();
    }

    /** A caller who goes away once the handler is at its gate. */
    private void goAwayFrom(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), caller.port())) {
            OutputStream request = socket.getOutputStream();
            request.write(("POST " + path + " HTTP/1.1\r\nHost: shop\r\nX-Work: gated\r\nIdempotency-Key: " + key
                            + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            request.flush();
            gates.awaitEntered(key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "entity-mono", "stage"})
    void soIsWorkThatIsBegunWhenTheHandlerIsCalled(String type) throws IOException {
        String path = "/types/" + type;
        goAwayFrom(path);
        caller.post(path).key(key).header("X-Work", "gated").send().hasStatus(409);
        gates.open(key);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post(path)
                                .key(key)
                                .header("X-Work", "gated")
                                .send()
                                .status()
                        < 300);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void workThatIsCancelledWithItsCallerFreesItsKey() throws IOException {
        goAwayFrom("/cancelled/work");
        await().atMost(Duration.ofSeconds(30)).until(() -> gates.wasCancelled(key));
        gates.open(key);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/cancelled/work", key).status() == 200);
        Reply replay = caller.post("/cancelled/work", key).hasStatus(200);
        assertThat(replay.text()).isEqualTo("times 2");
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
    }

    @Test
    void theOutcomeOfIrreversibleWorkThatIsCancelledIsUnknown() throws IOException {
        goAwayFrom("/cancelled/for-good");
        await().atMost(Duration.ofSeconds(30)).until(() -> gates.wasCancelled(key));
        gates.open(key);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> caller.post("/cancelled/for-good", key)
                        .isProblem(409, "outcome-unknown", "idempotency_outcome_unknown"));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void nothingRunsWhileTheStoreCannotBeAsked() {
        redis.node().stop();
        try {
            Reply refused = caller.post("/reactive/mono", key);
            refused.isProblem(503, "store-unavailable", "idempotency_store_unavailable");
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(effects.of(key)).isZero();
            caller.post("/types/text")
                    .key(key)
                    .header("X-Work", "done")
                    .send()
                    .isProblem(503, "store-unavailable", "idempotency_store_unavailable");
            assertThat(effects.of(key)).isZero();
            caller.post("/reactive/unguarded").send().hasStatus(200);
        } finally {
            redis.node().start();
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> caller.post("/reactive/mono", key).hasStatus(200));
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
