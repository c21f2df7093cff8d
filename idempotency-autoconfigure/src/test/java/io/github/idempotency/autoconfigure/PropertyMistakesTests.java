package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void aStoreThatDoesNotExist() {
        FailureAnalysis failure = Starts.failure(Starts.withoutStore().withPropertyValues("idempotency.store=mongo"));
        assertThat(failure.getDescription()).contains("idempotency.store").contains("mongo");
        assertThat(failure.getAction()).contains("MEMORY").contains("REDIS");
    }

    static class BoundValueOutOfBoundsNamesTheMethodItWouldGuard {
        @Idempotent(key = "#id", scope = "orders")
        public void create(String id) {}
    }
}
