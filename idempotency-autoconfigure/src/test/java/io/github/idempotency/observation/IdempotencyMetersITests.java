package io.github.idempotency.observation;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Meters over HTTP, as a monitoring system would read them. */
@GuardedTest
class IdempotencyMetersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private MeterRegistry meters;

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
        double replayed = calls("replayed");
        double mismatched = calls("mismatch");
        pay(1);
        pay(1);
        pay(1);
        pay(2);
        assertThat(calls("executed") - executed).isEqualTo(1);
        assertThat(calls("replayed") - replayed).isEqualTo(2);
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
    void noTagHoldsAKeyOrAnOwner() {
        pay(1);
        pay(2);
        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .filteredOn(id -> id.getName().startsWith("idempotency."))
                .isNotEmpty()
                .allSatisfy(id ->
                        assertThat(id.getTags()).extracting(Tag::getKey).containsExactlyInAnyOrder("scope", "outcome"));
        assertThat(meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .noneMatch(value -> value.contains("secret") || value.contains("alice"));
    }
}
