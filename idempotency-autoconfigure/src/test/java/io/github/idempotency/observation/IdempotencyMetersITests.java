package io.github.idempotency.observation;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Ledger;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Meters over HTTP, as a monitoring system would read them. */
@GuardedTest
class IdempotencyMetersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Gates gates;

    private final String key = "secret-" + Caller.newKey();

    private double calls(String outcome) {
        String path = "/actuator/metrics/idempotency.calls?tag=scope:payments&tag=outcome:" + outcome;
        var reply = caller.get(path).send();
        JsonNode measurements =
                reply.status() == 404 ? null : reply.hasStatus(200).json().path("measurements");
        return measurements == null ? 0 : measurements.get(0).path("value").asDouble();
    }

    private void pay(int amount) {
        caller.post("/payments")
                .key(key)
                .as("alice")
                .json("{\"amount\":" + amount + "}")
                .send();
    }

    @Test
    void callsAreCountedByScopeAndOutcome() {
        double executed = calls("executed");
        double replayed = calls("replayed") + calls("near-replayed");
        double mismatched = calls("mismatch");
        pay(1);
        pay(1);
        pay(1);
        pay(2);
        assertThat(calls("executed") - executed).isEqualTo(1);
        assertThat(calls("replayed") + calls("near-replayed") - replayed).isEqualTo(2);
        assertThat(calls("mismatch") - mismatched).isEqualTo(1);
    }

    @Test
    void executionsAreTimed() {
        pay(1);
        assertThat(meters.get("idempotency.execution")
                        .tag("scope", "payments")
                        .tag("outcome", "completed")
                        .timer()
                        .count())
                .isPositive();
    }

    @Test
    void requestsAreAnotherLayerThanServices() {
        pay(1);
        assertThat(meters.get("idempotency.calls").tag("scope", "payments").counters())
                .isNotEmpty()
                .allSatisfy(
                        counter -> assertThat(counter.getId().getTag("layer")).isEqualTo("http"));
        ledger.enter(key);
        assertThat(meters.get("idempotency.calls")
                        .tag("scope", "io.github.idempotency.app.Ledger.enter")
                        .counters())
                .isNotEmpty()
                .allSatisfy(
                        counter -> assertThat(counter.getId().getTag("layer")).isEqualTo("service"));
    }

    /** Its caller counts on the key, and a retry runs again: with the guard of one path removed it is this that is told. */
    @Test
    void requestsWithAKeyThatNobodyAsksForAreToldByTheNameOfTheirHandler() {
        double before = unguarded();
        caller.post("/unguarded/empty").send().hasStatus(200);
        caller.post("/unguarded/send-error/404").key(key).send().hasStatus(404);
        pay(1);
        pay(1);
        caller.post("/unguarded/empty").key(key).send().hasStatus(200);
        // The answer has gone before the interceptors are done with it.
        Awaitility.await().untilAsserted(() -> assertThat(unguarded()).isEqualTo(before + 1));
        assertThat(meters.find("idempotency.calls").tag("outcome", "unguarded").counters())
                .extracting(counter -> counter.getId().getTag("scope"))
                .containsOnly("io.github.idempotency.app.UnguardedController.empty");
    }

    private double unguarded() {
        return meters.find("idempotency.calls").tag("outcome", "unguarded").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void claimsAreTimedAndAnswersMeasured() {
        var claims = meters.timer("idempotency.claim", "scope", "payments", "layer", "http");
        var sizes = meters.summary("idempotency.result.size", "scope", "payments", "layer", "http");
        long claimed = claims.count();
        long stored = sizes.count();
        pay(1);
        pay(1);
        assertThat(claims.count() - claimed).isEqualTo(2);
        assertThat(sizes.count() - stored).isEqualTo(1);
        assertThat(sizes.max()).isBetween(10.0, 1000.0);
    }

    @Test
    void whatIsInFlightIsToldWithItsAge() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        double during = inFlight();
        assertThat(during).isPositive();
        assertThat(meters.get("idempotency.in.flight.oldest").gauge().value()).isPositive();
        gates.open(key);
        running.join().hasStatus(200);
        Awaitility.await().untilAsserted(() -> assertThat(inFlight()).isLessThan(during));
    }

    private double inFlight() {
        return meters.get("idempotency.in.flight").gauge().value();
    }

    @Test
    void everyMeterIsADocumentedOneAndNoTagHoldsAKeyOrAnOwner() {
        pay(1);
        pay(2);
        caller.post("/owned/accounts").key(key).as("alice").send().hasStatus(200);
        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .filteredOn(id -> id.getName().startsWith("idempotency."))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(id.getTags())
                        .extracting(Tag::getKey)
                        .containsExactlyInAnyOrderElementsOf(tagsOf(id.getName())));
        assertThat(meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .noneMatch(value -> value.contains("secret") || value.contains("alice"));
    }

    private static List<String> tagsOf(String meter) {
        return Arrays.stream(IdempotencyMeters.values())
                .filter(known -> known.getName().equals(meter))
                .flatMap(known -> Arrays.stream(known.getKeyNames()))
                .map(KeyName::asString)
                .toList();
    }
}
