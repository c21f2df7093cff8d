package io.github.idempotency.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.LaterWork;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that answer after they have returned are guarded until they have answered.
 *
 * <p>Broken on purpose to see these fail: an execution that ends when its handler returns; a filter that does not run on
 * the dispatch that answers; a body that is let go of when its handler returns; what the work threw that nobody asks
 * about. On threads that go away: an execution that is taken for abandoned with them.
 */
abstract class LaterAnswersCase {

    @Autowired
    Caller caller;

    @Autowired
    Effects effects;

    @Autowired
    Gates gates;

    @Autowired
    LaterWork work;

    @Autowired
    RecordingIdempotencyListener listener;

    @Autowired
    InspectableIdempotencyStore store;

    @Autowired
    LeaseKeeper keeper;

    @Autowired
    MeterRegistry meters;

    final String key = Caller.newKey();

    static List<String> types() {
        return List.of(
                "future",
                "stage",
                "future-entity",
                "entity-future",
                "callable",
                "callable-entity",
                "task",
                "deferred",
                "deferred-entity",
                "mono",
                "mono-entity",
                "entity-mono",
                "flux",
                "entity-flux",
                "function");
    }

    Call call(String type, String how) {
        return caller.post("/later/" + type).key(key).header("X-How", how);
    }

    /** Work that waits at its gate, in flight. */
    CompletableFuture<Reply> gated(String type) {
        CompletableFuture<Reply> first = call(type, "gated").start();
        gates.awaitEntered(key);
        return first;
    }

    IdempotencyRecord record() {
        return store.find(work.record(key)).orElseThrow();
    }

    /** A comparable library refuses the first call, whose claim it finds in the dispatch that answers it. */
    @ParameterizedTest
    @MethodSource("types")
    void theFirstCallIsAnsweredAndNotTakenForItsOwnDuplicate(String type) {
        Reply first = call(type, "").send().isFirst();
        assertThat(first.status()).as(first::toString).isIn(200, 201);
        assertThat(first.json().findValue("number").asInt()).isOne();
    }

    /** The future that a comparable library replays is never completed. */
    @ParameterizedTest
    @MethodSource("types")
    void aReplayIsThereAtOnceWhateverTheHandlerIsDeclaredToReturn(String type) {
        Reply first = call(type, "").send().isFirst();
        for (int i = 0; i < 3; i++) {
            call(type, "").send().isReplayOf(first);
        }
        assertThat(effects.of(key)).isOne();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aDuplicateIsRefusedWhileTheWorkGoesOn(String type) {
        CompletableFuture<Reply> first = gated(type);
        call(type, "gated").send().isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply answer = first.join().isFirst();
        call(type, "gated").send().isReplayOf(answer);
        assertThat(effects.of(key)).isOne();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aFailureOfTheWorkFreesTheKey(String type) {
        call(type, "failing").send().hasStatus(500);
        Reply second = call(type, "failing").send().isFirst();
        assertThat(second.status()).isIn(200, 201);
        call(type, "failing").send().isReplayOf(second);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTimeOutFreesTheKey(String type) {
        Reply first = call(type, "late").send();
        // Spring interrupts what it runs itself, which may fail of that before it has timed out.
        boolean interrupted = type.startsWith("callable") || type.equals("task");
        assertThat(first.status()).isIn(503, interrupted ? 500 : 503);
        gates.open(key);
        Reply second = call(type, "late").send().isFirst();
        assertThat(second.status()).isIn(200, 201);
        call(type, "late").send().isReplayOf(second);
    }

    @ParameterizedTest
    @MethodSource("types")
    void theWorkOfACallerThatHasGoneIsAnsweredToItsRetry(String type) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), caller.port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write(("POST /later/" + type + " HTTP/1.1\r\nHost: shop\r\nIdempotency-Key: " + key
                                    + "\r\nX-How: gated\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            gates.awaitEntered(key);
        }
        call(type, "gated").send().isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply retried = Awaitility.await().until(() -> call(type, "gated").send(), reply -> reply.status() != 409);
        assertThat(retried.status()).isIn(200, 201);
        assertThat(retried.header("Idempotent-Replayed")).contains("true");
        assertThat(effects.of(key)).isOne();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theAnswerOfAnExceptionHandlerIsStoredByItsStatus(String type) {
        if (!type.equals("function")) {
            Reply first = call(type, "declined").send().hasStatus(422).isFirst();
            call(type, "declined").send().isReplayOf(first);
            assertThat(effects.of(key)).isOne();
        }
    }

    @Test
    void aDuplicateThatWaitsWaitsForTheWork() {
        CompletableFuture<Reply> first = gated("patient");
        long waited = listener.count(Type.WAITED);
        CompletableFuture<Reply> second = call("patient", "gated").start();
        Awaitility.await().until(() -> listener.count(Type.WAITED) > waited);
        assertThat(second).isNotDone();
        gates.open(key);
        second.join().isReplayOf(first.join());
        assertThat(effects.of(key)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing", "late"})
    void whatFailedOrTimedOutIsUnknownWhereItCannotBeRepeated(String how) {
        assertThat(call("irreversible", how).send().status()).isIn(500, 503);
        assertThat(record().state()).isEqualTo(RecordState.UNKNOWN);
        call("irreversible", how).send().isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        gates.open(key);
        assertThat(effects.of(key)).isOne();
    }

    @Test
    void anExceptionThatPrecedesTheEffectFreesTheKey() {
        call("irreversible", "not-sent").send().hasStatus(500);
        call("irreversible", "not-sent").send().hasStatus(200).isFirst();
    }

    @Test
    void theLeaseIsKeptAsLongAsTheWorkGoesOn() {
        CompletableFuture<Reply> first = gated("leased");
        Instant claimed = record().leaseUntil();
        // Twice: the first visit may have been on its way when the request's thread ended.
        Awaitility.await().untilAsserted(() -> assertThat(record().leaseUntil()).isAfter(claimed.plusSeconds(2)));
        call("leased", "gated").send().isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply answer = first.join().isFirst();
        call("leased", "gated").send().isReplayOf(answer);
        assertThat(effects.of(key)).isOne();
    }

    @Test
    void anAnswerThatIsCompletedWithoutADispatchIsStored() {
        CompletableFuture<Reply> first = gated("completed");
        call("completed", "gated").send().isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        first.join().hasStatus(204);
        call("completed", "gated").send().isReplayOf(first.join());
        assertThat(effects.of(key)).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200_000})
    void theBodyCanBeReadByTheWork(int length) {
        String sent = "x".repeat(length);
        Reply first = call("body", "").body("text/plain", sent).send().hasStatus(200);
        assertThat(first.text()).isEqualTo(sent);
        call("body", "").body("text/plain", sent).send().isReplayOf(first);
        call("body", "").body("text/plain", sent + "y").send().isProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    void theBodyCanBeReadByWorkThatIsNotGuarded() {
        CompletableFuture<Reply> first =
                call("unguarded", "").body("text/plain", "sent").start();
        gates.awaitEntered(key);
        gates.open(key);
        assertThat(first.join().text()).isEqualTo("sent");
    }

    /** The dispatch that answers passes the security filters once more. */
    @Test
    void aUserIsTheSameInTheDispatchThatAnswers() {
        call("owned", "").send().hasStatus(401);
        Reply first = call("owned", "").as("alice").send().hasStatus(200).isFirst();
        assertThat(first.json().path("by").asString()).isEqualTo("alice");
        call("owned", "").as("alice").send().isReplayOf(first);
        assertThat(effects.of(key)).isOne();
    }

    @Test
    void anErrorPageIsStored() {
        Reply first = call("deferred", "missing").send().hasStatus(404).isFirst();
        assertThat(first.json().path("status").asInt()).isEqualTo(404);
        call("deferred", "missing").send().isReplayOf(first);
        assertThat(effects.of(key)).isOne();
    }

    /** Negative control: taken for an answer that cannot be written, it is said to have succeeded and not to be retained. */
    @Test
    void workThatItselfFindsNothingAcceptableHasFailed() {
        Reply first = call("callable", "unacceptable").send().hasStatus(406).isFirst();
        call("callable", "unacceptable").send().isReplayOf(first);
        assertThat(effects.of(key)).isOne();
    }

    @Test
    void aViewIsStored() {
        Reply first = caller.post("/later/view", key).hasStatus(200).isFirst();
        assertThat(first.text()).startsWith("page ");
        caller.post("/later/view", key).isReplayOf(first);
    }

    @Test
    void anAnswerThatIsTooLargeIsGivenInFullButNotKept() {
        assertThat(caller.post("/later/large", key).hasStatus(200).isFirst().body())
                .hasSize(10_000);
        caller.post("/later/large", key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
    }

    @Test
    void whatReconciliationFindsIsTheAnswer() {
        call("reconciled", "failing").send().hasStatus(500);
        Reply second = call("reconciled", "failing").send().hasStatus(200).isFirst();
        assertThat(second.text()).isEqualTo("{\"found\":true}");
        call("reconciled", "failing").send().isReplayOf(second);
        assertThat(effects.of(key)).isOne();
    }

    /** They are told of one request, when it has been answered, and of a replay. */
    @Test
    void observationsOfTheServerEndWithTheAnswer() {
        String path = "/later/entity-flux";
        long before = observed(path);
        call("entity-flux", "").send();
        call("entity-flux", "").send();
        Awaitility.await().until(() -> observed(path) == before + 2);
    }

    private long observed(String path) {
        return meters.find("http.server.requests").tag("uri", path).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void aStreamThatNobodyDeclaredIsKeptToo() {
        CompletableFuture<Reply> first = call("streamed", "gated").start();
        gates.awaitEntered(key);
        call("streamed", "gated").send().isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        assertThat(first.join().text()).contains("data:one").contains("data:two");
        assertThat(call("streamed", "gated").send().text())
                .isEqualTo(first.join().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"callable", "mono", "entity"})
    void whatRunsOnlyLaterHasTheContextOfItsHandler(String how) {
        Reply first = caller.post("/later/carried/" + how, key).hasStatus(200).isFirst();
        assertThat(first.text()).matches("[A-Za-z0-9_-]{22}");
        caller.post("/later/carried/" + how, key).isReplayOf(first);
    }

    @Test
    void nothingIsLeftInFlight() {
        for (String how : List.of("", "failing", "declined", "late")) {
            caller.post("/later/future")
                    .key(Caller.newKey())
                    .header("X-How", how)
                    .send();
        }
        Awaitility.await().until(() -> keeper.inFlight() == 0);
    }
}
