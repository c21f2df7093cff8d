package io.github.idempotency.reactive;

import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveGates;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Guarded handlers of a reactive application over sockets: who runs, who gets which answer. */
@ReactiveTest
class ReactiveHandlersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private ReactiveGates gates;

    private final String key = Caller.newKey();

    @ParameterizedTest
    @ValueSource(strings = {"mono", "entity", "nothing", "exchange", "eager"})
    void aRetryGetsTheFirstAnswer(String path) {
        Reply first = caller.post("/reactive/" + path, key).isFirst();
        assertThat(first.status()).isIn(200, 201);
        assertThat(first.header("X-Outer")).contains("said");
        assertThat(first.header("X-Inner")).contains("said");
        caller.post("/reactive/" + path, key).isReplayOf(first);
        caller.post("/reactive/" + path, key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void theElementsOfAFluxAreOneAnswer() {
        Reply first = caller.post("/reactive/flux", key).hasStatus(200).isFirst();
        assertThat(first.json()).hasSize(2);
        caller.post("/reactive/flux", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void cookiesAreNotReplayed() {
        Reply first = caller.post("/reactive/cookie", key).hasStatus(200);
        assertThat(first.header("Set-Cookie")).contains("secret=1");
        Reply replay = caller.post("/reactive/cookie", key).hasStatus(200);
        assertThat(replay.header("Set-Cookie")).isEmpty();
        assertThat(replay.text()).isEqualTo(first.text());
    }

    @Test
    void aDuplicateOfARunningCallIsRefused() {
        CompletableFuture<Reply> running =
                caller.post("/reactive/gated").key(key).start();
        gates.awaitEntered(key);
        Reply refused = caller.post("/reactive/gated", key).isProblem(409, "in-progress", "idempotency_in_flight");
        assertThat(refused.header("Retry-After")).isPresent();
        gates.open(key);
        Reply first = running.join().hasStatus(200).isFirst();
        caller.post("/reactive/gated", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aDuplicateThatWaitsGetsTheFirstAnswer() {
        CompletableFuture<Reply> running =
                caller.post("/reactive/waited-for").key(key).start();
        gates.awaitEntered(key);
        CompletableFuture<Reply> waiting =
                caller.post("/reactive/waited-for").key(key).start();
        gates.open(key);
        waiting.join().isReplayOf(running.join());
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aKeyIsRequired() {
        caller.post("/reactive/mono").send().isProblem(400, "key-missing", "idempotency_key_required");
        caller.post("/reactive/optional").send().hasStatus(200);
    }

    @Test
    void aKeyIsOfItsFormat() {
        caller.post("/reactive/mono", "\"half quoted").isProblem(400, "key-invalid", "idempotency_key_invalid");
        caller.post("/reactive/mono").key(key).key("other").send().hasStatus(400);
    }

    @Test
    void aKeyBelongsToOneRequest() {
        String path = "/reactive/order";
        Reply first = caller.post(path)
                .key(key)
                .json("{\"item\":\"pen\",\"amount\":1}")
                .send();
        first.hasStatus(200).isFirst();
        caller.post(path)
                .key(key)
                .json("{ \"amount\": 1.0, \"item\": \"pen\" }")
                .send()
                .isReplayOf(first);
        caller.post(path)
                .key(key)
                .json("{\"item\":\"pen\",\"amount\":2}")
                .send()
                .isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aBodyThatTheHandlerHasNotReadYetIsComparedAndThenRead() {
        String path = "/reactive/late-order";
        Reply first = caller.post(path)
                .key(key)
                .json("{\"item\":\"pen\",\"amount\":1}")
                .send();
        assertThat(first.hasStatus(200).json().path("item").asString()).isEqualTo("pen");
        caller.post(path)
                .key(key)
                .json("{\"item\":\"pen\",\"amount\":1}")
                .send()
                .isReplayOf(first);
        caller.post(path)
                .key(key)
                .json("{\"item\":\"ink\",\"amount\":1}")
                .send()
                .hasStatus(422);
    }

    @Test
    void aFormIsComparedByItsFieldsAndThenRead() {
        String path = "/reactive/form";
        Reply first =
                caller.post(path).key(key).form("item=pen&amount=1").send().hasStatus(200);
        assertThat(first.json().path("item").asString()).isEqualTo("pen");
        caller.post(path).key(key).form("amount=1&item=pen").send().isReplayOf(first);
        caller.post(path).key(key).form("amount=2&item=pen").send().hasStatus(422);
    }

    @Test
    void aBodyBeyondMemoryIsComparedAndThenRead() {
        byte[] large = new byte[500_000];
        Reply first =
                caller.post("/reactive/bytes").key(key).body("image/png", large).send();
        assertThat(first.hasStatus(200).text()).isEqualTo("500000");
        caller.post("/reactive/bytes")
                .key(key)
                .chunked("image/png", large)
                .send()
                .isReplayOf(first);
        large[400_000] = 1;
        caller.post("/reactive/bytes").key(key).body("image/png", large).send().hasStatus(422);
        byte[] tooLarge = new byte[2_000_000];
        caller.post("/reactive/bytes")
                .key(Caller.newKey())
                .body("image/png", tooLarge)
                .send()
                .hasStatus(413);
    }

    @Test
    void aMultipartIsComparedWithoutItsBoundary() {
        Reply first = multipart("one", "pen").hasStatus(200);
        assertThat(multipart("another", "pen").text()).isEqualTo(first.text());
        multipart("one", "ink").hasStatus(422);
    }

    private Reply multipart(String boundary, String item) {
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n" + item + "\r\n--"
                + boundary + "--\r\n";
        return caller.post("/reactive/mono")
                .key(key)
                .body("multipart/form-data; boundary=" + boundary, body)
                .send();
    }

    @Test
    void expressionsSeeArgumentsHeadersAndThePrincipal() {
        String item = Caller.newKey();
        String order = "{\"item\":\"" + item + "\",\"amount\":1}";
        caller.post("/reactive/by-item").json(order).send().hasStatus(200);
        caller.post("/reactive/by-item").json(order).send().hasStatus(200);
        assertThat(effects.of(item)).isEqualTo(1);
        String job = Caller.newKey();
        caller.post("/reactive/by-job").header("X-Job", job).as("alice").send().hasStatus(200);
        caller.post("/reactive/by-job").header("X-Job", job).as("alice").send().hasStatus(200);
        caller.post("/reactive/by-job").header("X-Job", job).as("bob").send().hasStatus(200);
        assertThat(effects.of(job)).isEqualTo(2);
    }

    @Test
    void aHandlerSeesItsContextWhereverItRuns() {
        assertThat(caller.post("/reactive/context", key).text()).isEqualTo(key + " " + key);
    }

    @Test
    void anAnswerThatIsTooLargeToKeepIsGivenOnce() {
        Reply first = caller.post("/reactive/large", key).hasStatus(200);
        assertThat(first.body()).hasSize(10_000);
        caller.post("/reactive/large", key)
                .isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void handlerFunctionsAreGuardedToo() {
        String path = "/functions/receipts";
        Reply first = caller.post(path).key(key).body("text/plain", "pen").send();
        assertThat(first.hasStatus(201).text()).isEqualTo("pen 1");
        caller.post(path).key(key).body("text/plain", "pen").send().isReplayOf(first);
        caller.post(path).key(key).body("text/plain", "ink").send().hasStatus(422);
        caller.post(path).send().isProblem(400, "key-missing", "idempotency_key_required");
    }

    @Test
    void aKeyThatNobodyAsksForIsToldByTheNameOfTheHandler() {
        caller.post("/reactive/unguarded").send().hasStatus(200);
        caller.post("/reactive/mono", key).hasStatus(200);
        caller.post("/reactive/unguarded", key).hasStatus(200);
        // The answer has gone before the filters are done with it.
        Awaitility.await()
                .untilAsserted(() -> assertThat(meters.get("idempotency.calls")
                                .tag("outcome", "unguarded")
                                .counters())
                        .singleElement()
                        .satisfies(counter -> assertThat(counter.getId().getTag("scope"))
                                .isEqualTo("io.github.idempotency.app.ReactiveController.unguarded"))
                        .extracting(Counter::count)
                        .isEqualTo(1.0));
    }

    @Test
    void whatIsNotGuardedIsNotTouched() {
        Reply reply = caller.post("/reactive/unguarded").send().hasStatus(200);
        assertThat(reply.header("X-Original-Request-Time")).isEmpty();
    }
}
