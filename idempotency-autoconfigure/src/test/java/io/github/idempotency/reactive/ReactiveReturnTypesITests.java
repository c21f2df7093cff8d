package io.github.idempotency.reactive;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveGates;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a reactive handler returns, it is guarded. Negative control: where a handler that answers when it returns is called
 * before its key is claimed, its duplicates run.
 */
@ReactiveTest
class ReactiveReturnTypesITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private ReactiveGates gates;

    private final String key = Caller.newKey();

    static List<String> types() {
        return List.of(
                "mono",
                "mono-entity",
                "mono-nothing",
                "flux",
                "text",
                "record",
                "number",
                "nothing",
                "created",
                "entity",
                "entity-mono",
                "entity-flux",
                "stage",
                "single",
                "maybe",
                "completable",
                "flowable");
    }

    private Call call(String type, String work) {
        return caller.post("/types/" + type).key(key).header("X-Work", work);
    }

    private Reply reply(String type, String work) {
        return call(type, work).send();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aRetryGetsTheFirstAnswer(String type) {
        Reply first = reply(type, "done").isFirst();
        assertThat(first.status()).isIn(200, 201);
        reply(type, "done").isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aDuplicateOfARunningCallIsRefused(String type) {
        CompletableFuture<Reply> running = call(type, "gated").start();
        gates.awaitEntered(key);
        reply(type, "gated").isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply first = running.join().isFirst();
        reply(type, "gated").isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void afterAFailureItRunsAgain(String type) {
        reply(type, "broken").hasStatus(500);
        reply(type, "done").isFirst();
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatAnExceptionHandlerAnswersIsStored(String type) {
        Reply first = reply(type, "tripped").hasStatus(418).isFirst();
        reply(type, "tripped").isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aKeyIsRequired(String type) {
        caller.post("/types/" + type).header("X-Work", "done").send().hasStatus(400);
    }

    @Test
    void theRefusalOfAHandlerThatReturnsAValueIsAProblem() {
        caller.post("/types/late-order")
                .header("Idempotency-Key", "")
                .json("{}")
                .send()
                .isProblem(400, "key-invalid", "idempotency_key_invalid");
    }

    @Test
    void afterAFailureTheOutcomeOfIrreversibleWorkIsUnknown() {
        reply("for-good", "broken").hasStatus(500);
        reply("for-good", "broken").isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatABodyThatComesLaterFailsWithMayPrecedeTheEffect() {
        reply("entity-for-good", "broken").hasStatus(500);
        reply("entity-for-good", "done").hasStatus(200).isFirst();
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void aDuplicateThatWaitsGetsTheFirstAnswer() {
        CompletableFuture<Reply> running = call("waited-for", "gated").start();
        gates.awaitEntered(key);
        CompletableFuture<Reply> waiting = call("waited-for", "gated").start();
        gates.open(key);
        waiting.join().isReplayOf(running.join().hasStatus(200));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aKeyBelongsToOneRequest() {
        for (String path : List.of("order", "late-order")) {
            String job = Caller.newKey();
            Call first = caller.post("/types/" + path).key(job);
            Reply answer = first.json("{\"item\":\"pen\",\"amount\":1}").send().hasStatus(200);
            assertThat(answer.text()).isEqualTo("pen 1");
            caller.post("/types/" + path)
                    .key(job)
                    .json("{\"amount\":1.0,\"item\":\"pen\"}")
                    .send()
                    .isReplayOf(answer);
            caller.post("/types/" + path)
                    .key(job)
                    .json("{\"item\":\"ink\",\"amount\":1}")
                    .send()
                    .isProblem(422, "key-reused", "idempotency_conflict");
        }
    }

    @Test
    void whatCannotBeBoundClaimsNothing() {
        caller.post("/types/order").key(key).json("[]").send().hasStatus(400);
        caller.post("/types/order")
                .key(key)
                .json("{\"item\":\"pen\",\"amount\":1}")
                .send()
                .hasStatus(200)
                .isFirst();
    }

    /** Negative control: where the stand-in says nothing of validation, the handler runs and its answer is stored. */
    @Test
    void whatIsNotValidClaimsNothing() {
        caller.post("/types/amount?amount=0").key(key).send().hasStatus(400);
        assertThat(effects.of(key)).isZero();
        caller.post("/types/amount?amount=1").key(key).send().hasStatus(200).isFirst();
    }

    /** Negative control: where only advice is asked for an exception handler, a server error is the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"created-locally", "local-exchange"})
    void theExceptionHandlerOfTheControllerAnswersForItsHandlers(String path) {
        Reply first = caller.post("/types/" + path, key).hasStatus(422).isFirst();
        assertThat(first.text()).isEqualTo("local 200 OK");
        caller.post("/types/" + path, key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void theStatusThatAHandlerSetsItselfStays() {
        Reply first = caller.post("/types/accepted", key).hasStatus(202).isFirst();
        caller.post("/types/accepted", key).isReplayOf(first);
    }

    /** Negative control: where it is stored like any other 4xx, a retry that takes JSON gets it. */
    @ParameterizedTest
    @ValueSource(strings = {"record", "entity", "stage", "mono-entity"})
    void anAnswerThatTheCallerDoesNotAcceptIsNotRetained(String type) {
        call(type, "done").header("Accept", "image/png").send().hasStatus(406).isFirst();
        reply(type, "done").isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** Negative control: where its record is completed while it runs, the retry is told that the answer is lost. */
    @Test
    void aStageWhoseAnswerIsNotAcceptedIsInFlightUntilItEnds() {
        CompletableFuture<Reply> running =
                call("stage", "gated").header("Accept", "image/png").start();
        gates.awaitEntered(key);
        reply("stage", "gated").isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        running.join().hasStatus(406);
        reply("stage", "gated").isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** Negative control: where nobody ends what nobody can decide about, the retry is told that it is in flight. */
    @Test
    void whatTheApplicationCannotDecideAboutHasFailed() {
        caller.post("/types/undecided", key).hasStatus(500);
        caller.post("/types/undecided", key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void theControllerItselfBindsItsArguments() {
        Reply reply = caller.post("/types/optional?item=pen").send().hasStatus(200);
        assertThat(reply.text()).isEqualTo("unprotected bound");
    }

    @Test
    void aHandlerAndTheBodyThatItReturnsSeeItsContext() {
        assertThat(caller.post("/types/context", key).text()).isEqualTo(key + " " + key);
    }

    @Test
    void aHandlerThatReturnsAValueSeesItsUser() {
        for (String user : List.of("alice", "bob")) {
            Reply first =
                    caller.post("/types/user").as(user).header("X-Job", key).send();
            assertThat(first.hasStatus(200).isFirst().text()).startsWith(user + " ");
            caller.post("/types/user").as(user).header("X-Job", key).send().hasStatus(200);
        }
        assertThat(effects.of(key)).isEqualTo(2);
    }
}
