package io.github.idempotency.reactive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveApplication;
import io.github.idempotency.app.ReactiveGates;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Handlers that are suspending functions of Kotlin, and others that are not, over sockets. */
@SpringBootTest(
        classes = ReactiveApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            // Kotlin is compiled after Java, so there is no class to name.
            "spring.main.sources=io.github.idempotency.app.CoroutineController",
            "idempotency.store=memory",
            "idempotency.anonymous=shared",
        })
class CoroutinesITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private ReactiveGates gates;

    private final String key = Caller.newKey();

    @ParameterizedTest
    @ValueSource(strings = {"value", "entity", "nothing", "elements", "plain", "flow"})
    void aRetryGetsTheFirstAnswer(String path) {
        Reply first = caller.post("/coroutines/" + path, key).isFirst();
        assertThat(first.status()).isIn(200, 201);
        caller.post("/coroutines/" + path, key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gated", "gated-flow"})
    void aDuplicateOfARunningCallIsRefused(String path) {
        CompletableFuture<Reply> running =
                caller.post("/coroutines/" + path).key(key).start();
        gates.awaitEntered(key);
        caller.post("/coroutines/" + path, key).isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        caller.post("/coroutines/" + path, key).isReplayOf(running.join().hasStatus(200));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "broken-flow"})
    void afterAFailureRepeatableWorkRunsAgain(String path) {
        caller.post("/coroutines/" + path, key).hasStatus(500);
        caller.post("/coroutines/" + path, key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void aCoroutineIsCancelledWithItsCallerWhereItsPolicySaysSo() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), caller.port())) {
            socket.getOutputStream()
                    .write(("POST /coroutines/cancelled HTTP/1.1\r\nHost: shop\r\nIdempotency-Key: " + key
                                    + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            gates.awaitEntered(key);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> gates.wasCancelled(key));
        gates.open(key);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/coroutines/cancelled", key).status() == 200);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void aParameterThatIsLeftOutHasItsDefault() {
        assertThat(caller.post("/coroutines/plain", key).text()).isEqualTo("times 1");
    }

    @Test
    void expressionsNameTheDeclaredArguments() {
        caller.post("/coroutines/by-argument").header("X-Job", key).send().hasStatus(200);
        caller.post("/coroutines/by-argument").header("X-Job", key).send().hasStatus(200);
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
