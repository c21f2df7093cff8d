package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** An error is an answer: stored when it is final, and the key is free again when it is not. */
@GuardedTest
class ErrorAnswersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Test
    void whatAnExceptionHandlerMakesIsStored() {
        Reply first = storedError("/failing/exception-handler", 402);
        assertThat(first.json().path("detail").asString()).isEqualTo("Balance 1");
        assertThat(first.header("Content-Type")).contains("application/problem+json");
    }

    /** The error page has a timestamp: only the stored bytes can be equal. */
    @ParameterizedTest
    @CsvSource({
        "/failing/response-status-exception, 404",
        "/failing/annotated-exception, 410",
        "/failing/error-response-exception, 422",
        "/failing/annotated-handler, 402",
        "/failing/send-error, 400",
    })
    void whatTheErrorPageMakesIsStored(String path, int status) {
        Reply first = storedError(path, status);
        assertThat(first.json().path("timestamp").asString()).isNotBlank();
        assertThat(first.json().path("status").asInt()).isEqualTo(status);
        assertThat(first.json().path("path").asString()).isEqualTo(path);
    }

    /** An unguarded handler's error looks the same. */
    @Test
    void theErrorPageIsTheOneThatTheContainerWouldShow() {
        Reply guarded = caller.post("/failing/send-error/404", Caller.newKey());
        Reply unguarded = caller.post("/unguarded/send-error/404").send();
        assertThat(guarded.status()).isEqualTo(unguarded.status());
        assertThat(guarded.header("Content-Type")).isEqualTo(unguarded.header("Content-Type"));
        assertThat(guarded.json().propertyNames()).isEqualTo(unguarded.json().propertyNames());
    }

    private Reply storedError(String path, int status) {
        String key = Caller.newKey();
        Reply first = caller.post(path, key).hasStatus(status);
        assertThat(first.body()).isNotEmpty();
        caller.post(path, key).isReplayOf(first);
        caller.post(path, key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
        return first;
    }

    /**
     * The handler has answered, and nobody can write its answer as an image: that is no answer of its own.
     *
     * <p>Broken on purpose, by storing it like any other 4xx: the retry that takes JSON gets the 406 of the first call.
     */
    @Test
    void anAnswerThatTheCallerDoesNotAcceptIsNotRetained() {
        String key = Caller.newKey();
        inPictures("/values/record", key).hasStatus(406).isFirst();
        caller.post("/values/record", key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** Its page cannot be written either, and its status is the handler's. */
    @Test
    void anErrorWhosePageTheCallerDoesNotAcceptIsStored() {
        String key = Caller.newKey();
        Reply first = inPictures("/failing/send-error/404", key).hasStatus(404).isFirst();
        inPictures("/failing/send-error/404", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    private Reply inPictures(String path, String key) {
        return caller.post(path).key(key).header("Accept", "image/png").send();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 206, 302, 304, 307, 400, 402, 404, 405, 406, 410, 422, 451})
    void aFinalStatusIsStored(int status) {
        String key = Caller.newKey();
        Reply first = caller.post("/failing/status/" + status, key).hasStatus(status);
        caller.post("/failing/status/" + status, key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 409, 421, 425, 429, 500, 502, 503, 504})
    void aPassingStatusIsNotStored(int status) {
        String key = Caller.newKey();
        caller.post("/failing/status/" + status, key).hasStatus(status).isFirst();
        Reply second =
                caller.post("/failing/status/" + status, key).hasStatus(status).isFirst();
        assertThat(second.text()).isEqualTo("run 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void aPassingStatusOfTheErrorPageIsNotStored(int status) {
        String key = Caller.newKey();
        caller.post("/failing/send-error/" + status, key).hasStatus(status);
        Reply second = caller.post("/failing/send-error/" + status, key)
                .hasStatus(status)
                .isFirst();
        assertThat(second.json().path("status").asInt()).isEqualTo(status);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void anExceptionOfRepeatableWorkFreesTheKey() {
        String key = Caller.newKey();
        Reply failed = caller.post("/failing/once", key).hasStatus(500);
        assertThat(failed.json().path("path").asString()).isEqualTo("/failing/once");
        Reply second = caller.post("/failing/once", key).hasStatus(200).isFirst();
        assertThat(second.text()).isEqualTo("attempt 2");
        caller.post("/failing/once", key).isReplayOf(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "500", "503"})
    void aFailureOfIrreversibleWorkLeavesItsOutcomeUnknown(String failure) {
        String key = Caller.newKey();
        String path = "/failing/irreversible/" + failure;
        assertThat(caller.post(path, key).status()).isGreaterThanOrEqualTo(500);
        for (int i = 0; i < 2; i++) {
            Reply refused = caller.post(path, key).isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
            assertThat(refused.header("X-Should-Retry")).contains("false");
            assertThat(refused.header("Retry-After")).isEmpty();
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 402})
    void aFinalAnswerOfIrreversibleWorkIsStored(int status) {
        String key = Caller.newKey();
        Reply first = caller.post("/failing/irreversible/" + status, key).hasStatus(status);
        caller.post("/failing/irreversible/" + status, key).isReplayOf(first);
    }
}
