package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** A mistake in {@code application.yml} is told in the words every Boot user knows. */
class PropertyMistakesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "idempotency.ttl=soon",
                "idempotency.scopes.orders.lease=soon",
                "idempotency.profiles.sensitive.ttl=soon",
                "idempotency.scopes.orders.result-ttl=soon",
                "idempotency.scopes.orders.effect=maybe",
                "idempotency.on-mismatch=shrug",
                "idempotency.max-result-size=large"
            })
    void aValueThatCannotBeBoundIsAnalysedByBoot(String property) {
        String name = property.substring(0, property.indexOf('='));
        FailureAnalysis failure = Starts.failure(Starts.application().withPropertyValues(property));
        assertThat(failure.getDescription())
                .startsWith("Failed to bind properties under '" + name + "'")
                .contains(property.substring(name.length() + 1));
    }

    @Test
    void aBoundValueOutOfBoundsNamesTheMethodItWouldGuard() {
        FailureAnalysis failure =
                Starts.failure(Starts.application(BoundValueOutOfBoundsNamesTheMethodItWouldGuard.class)
                        .withPropertyValues("idempotency.scopes.orders.ttl=-1s"));
        assertThat(failure.getDescription())
                .contains("BoundValueOutOfBoundsNamesTheMethodItWouldGuard.create() has ttl = PT-1S");
        assertThat(failure.getAction()).contains("idempotency.scopes.<scope>");
    }

    @ParameterizedTest
    @CsvSource({
        "idempotency.scopes.orders.result-ttl=-1s, has resultTtl = PT-1S",
        "idempotency.scopes.orders.result-ttl=25h, 'has resultTtl = PT25H, longer than its ttl = PT24H'",
        "idempotency.result-ttl=25h, 'has resultTtl = PT25H, longer than its ttl = PT24H'",
    })
    void aResultTtlThatCannotBeNamesTheMethodItWouldGuard(String property, String said) {
        FailureAnalysis failure =
                Starts.failure(Starts.application(BoundValueOutOfBoundsNamesTheMethodItWouldGuard.class)
                        .withPropertyValues(property));
        assertThat(failure.getDescription())
                .contains("BoundValueOutOfBoundsNamesTheMethodItWouldGuard.create() " + said);
        assertThat(failure.getAction()).contains("idempotency.scopes.<scope>");
    }

    @Test
    void aStoreThatDoesNotExist() {
        FailureAnalysis failure = Starts.failure(Starts.withoutStore().withPropertyValues("idempotency.store=mongo"));
        assertThat(failure.getDescription()).contains("idempotency.store").contains("mongo");
        assertThat(failure.getAction()).contains("MEMORY").contains("REDIS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replay-marks=X-Replayed,X:Id    | 'X:Id' is no name of a header",
                "replay-pace=2m                  | is what passes between two frames: write 0 for nothing, or up to 1m",
                "operations-path=operations/{id} | 'operations/{id}' is no path: write for example /idempotency/operations",
            })
    void aValueOfTheWebThatIsNoneSaysWhatToWrite(String property, String said) {
        Starts.webApplication()
                .withPropertyValues("idempotency.web." + property)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "web.key     | min-length=0                        | min-length be at least 1",
                "web.key     | max-length=1025                     | max-length at most 1024",
                "web.key     | max-length=0                        | neither cross the other",
                "web         | header=Idempotency Key              | 'Idempotency Key' is no name of a header",
                "web         | header-aliases=X-Request-Id,X:Id    | 'X:Id' is no name of a header",
                "request-fingerprint | exclude-fields=sentAt       | 'sentAt' is no JSON Pointer: write for example /sentAt",
                "request-fingerprint | headers=Authorization       | 'Authorization' carries credentials",
                "scopes.orders.request-fingerprint | select-fields=order.id | 'order.id' is no JSON Pointer",
                "profiles.sensitive.request-fingerprint | headers=X-Id,cookie | 'cookie' carries credentials",
            })
    void aValueThatIsNoneSaysWhatToWrite(String group, String property, String said) {
        FailureAnalysis failure =
                Starts.failure(Starts.application().withPropertyValues("idempotency." + group + "." + property));
        assertThat(failure.getDescription())
                .startsWith("Failed to bind properties under 'idempotency." + group + "'")
                .contains(said);
    }

    @Test
    void aPatternThatIsNone() {
        FailureAnalysis failure =
                Starts.failure(Starts.application().withPropertyValues("idempotency.web.key.pattern=[a-z"));
        assertThat(failure.getDescription())
                .contains("idempotency.web.key.pattern")
                .contains("Unclosed");
    }

    @Test
    void aSelectionOfWhatIsNotCompared() {
        FailureAnalysis failure =
                Starts.failure(Starts.application(BoundValueOutOfBoundsNamesTheMethodItWouldGuard.class)
                        .withPropertyValues("idempotency.scopes.orders.request-fingerprint.exclude-fields=/sentAt"));
        assertThat(failure.getDescription())
                .contains("BoundValueOutOfBoundsNamesTheMethodItWouldGuard.create() has a request-fingerprint")
                .contains("is not compared");
    }

    static class BoundValueOutOfBoundsNamesTheMethodItWouldGuard {
        @Idempotent(key = "#id", scope = "orders")
        public void create(String id) {}
    }
}
