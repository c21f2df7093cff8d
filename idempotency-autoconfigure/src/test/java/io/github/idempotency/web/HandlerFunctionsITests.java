package io.github.idempotency.web;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handler functions are guarded as handler methods are.
 *
 * <p>Broken on purpose, by throwing the answer instead of returning it: the routes with an error handler answer 599 to
 * retries and to refused calls.
 */
@GuardedTest
class HandlerFunctionsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    private final String key = Caller.newKey();

    private Reply post(String path, String document) {
        return caller.post(path).key(key).json(document).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/functions/orders", "/functions/filtered"})
    void aRetryGetsTheFirstAnswer(String path) {
        Reply first = post(path, "{\"a\":1,\"b\":2}").hasStatus(201).isFirst();
        assertThat(first.header("Location")).contains("/functions/orders/1");
        post(path, "{\"b\":2,\"a\":1}").isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/functions/orders", "/functions/filtered"})
    void refusalsAreProblems(String path) {
        caller.post(path).json("{}").send().isProblem(400, "key-missing", "idempotency_key_required");
        caller.post(path).key("\"").json("{}").send().isProblem(400, "key-invalid", "idempotency_key_invalid");
        post(path, "{\"a\":1}").hasStatus(201);
        post(path, "{\"a\":2}").isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aRunningCallIsNotRepeated() {
        CompletableFuture<Reply> running =
                caller.post("/functions/blocked").key(key).start();
        gates.awaitEntered(key);
        caller.post("/functions/blocked", key).isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply first = running.join().hasStatus(200);
        caller.post("/functions/blocked", key).isReplayOf(first);
    }

    @Test
    void aFailureFreesTheKey() {
        caller.post("/functions/failing", key).hasStatus(500);
        Reply first = caller.post("/functions/failing", key).hasStatus(200);
        caller.post("/functions/failing", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void theRefusalOfAServiceIsAProblem() {
        caller.post("/functions/entries").send().isProblem(400, "key-missing", "idempotency_key_required");
        Reply first = caller.post("/functions/entries?id=" + key).send().hasStatus(200);
        assertThat(caller.post("/functions/entries?id=" + key).send().body()).isEqualTo(first.body());
    }
}
