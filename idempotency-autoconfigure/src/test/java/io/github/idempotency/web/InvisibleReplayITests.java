package io.github.idempotency.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.app.Watched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A replay is no error, and no second answer, to the rest of the application. */
@GuardedTest
@ExtendWith(OutputCaptureExtension.class)
class InvisibleReplayITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Watched watched;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void forget() {
        watched.seen().clear();
    }

    @Test
    void aBodyIsWrappedOnce() {
        String key = Caller.newKey();
        Reply first = caller.post("/watched/one", key).hasStatus(200);
        assertThat(first.text()).isEqualTo("{\"wrapped\":\"{number=1}\"}");
        watched.seen().clear();
        caller.post("/watched/one", key).isReplayOf(first);
        onlyTheCompletionIsSeen();
    }

    @Test
    void anExceptionIsHandledOnce() {
        String key = Caller.newKey();
        Reply first = caller.post("/watched/rejected", key).hasStatus(402);
        assertThat(watched.seen().get(0)).isInstanceOf(IllegalArgumentException.class);
        watched.seen().clear();
        caller.post("/watched/rejected", key).isReplayOf(first);
        onlyTheCompletionIsSeen();
    }

    @Test
    void aRefusalIsNotHandledByTheApplication() {
        caller.post("/watched/one").send().isProblem(400, "key-missing", "idempotency_key_required");
        onlyTheCompletionIsSeen();
    }

    /** A replay is sent before the interceptors are told. */
    private void onlyTheCompletionIsSeen() {
        await().untilAsserted(() -> assertThat(watched.seen()).containsExactly("completed with null"));
    }

    @Test
    void nothingIsLogged(CapturedOutput output) {
        String key = Caller.newKey();
        Reply first = caller.post("/watched/two", key);
        int before = output.length();
        caller.post("/watched/two", key).isReplayOf(first);
        caller.post("/watched/two").send().hasStatus(400);
        caller.post("/watched/two").key(key).json("{}").send().hasStatus(422);
        assertThat(output.toString().substring(before)).isEmpty();
    }

    @Test
    void theServerMeterSeesTheStoredStatusAndNoException() {
        String key = Caller.newKey();
        caller.post("/watched/three", key);
        for (int i = 0; i < 4; i++) {
            caller.post("/watched/three", key);
        }
        await().untilAsserted(
                        () -> assertThat(requests("/watched/three", "200")).isEqualTo(5));
        assertThat(meters.find("http.server.requests")
                        .tag("uri", "/watched/three")
                        .meters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getTag("exception")).isEqualTo("none"));
    }

    @Test
    void theServerMeterSeesARefusalAsItsStatus() {
        caller.post("/watched/four").send().hasStatus(400);
        await().untilAsserted(() -> assertThat(requests("/watched/four", "400")).isEqualTo(1));
        assertThat(meters.find("http.server.requests")
                        .tag("uri", "/watched/four")
                        .meters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getTag("exception")).isEqualTo("none"));
    }

    private long requests(String uri, String status) {
        return meters.find("http.server.requests").tag("uri", uri).tag("status", status).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }
}
