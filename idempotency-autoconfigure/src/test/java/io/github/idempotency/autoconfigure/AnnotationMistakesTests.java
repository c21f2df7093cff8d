package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** A mistake in an annotation stops the start and names the attribute. */
class AnnotationMistakesTests {

    @Test
    void aTtlThatIsNoDuration() {
        FailureAnalysis failure = Starts.failure(TtlThatIsNoDuration.class);
        assertThat(failure.getDescription())
                .isEqualTo("@Idempotent on " + TtlThatIsNoDuration.class.getName() + ".create() has ttl = \"one day\","
                        + " which is no duration: write for example 30s, 24h or PT1H.");
        assertThat(failure.getAction())
                .isEqualTo("Correct the annotation, or its idempotency.scopes.<scope> configuration.");
    }

    @Test
    void aLeaseThatIsNoDuration() {
        assertThat(Starts.failure(LeaseThatIsNoDuration.class).getDescription()).contains("has lease = \"30 seconds\"");
    }

    @Test
    void aTtlThatIsOutOfBounds() {
        assertThat(Starts.failure(TtlThatIsOutOfBounds.class).getDescription())
                .contains("has ttl = PT0S: it must be from 1ms to 3660d");
        assertThat(Starts.failure(Archive.class).getDescription()).contains("it must be from 1ms to 3660d");
    }

    @Test
    void aResultTtlThatIsOutOfBounds() {
        assertThat(Starts.failure(ResultTtlThatIsOutOfBounds.class).getDescription())
                .contains("ResultTtlThatIsOutOfBounds.create() has resultTtl = PT0S: it must be from 1ms to 3660d");
    }

    @Test
    void aResultTtlThatIsLongerThanTheTtl() {
        assertThat(Starts.failure(ResultTtlThatIsLongerThanTheTtl.class).getDescription())
                .contains("has resultTtl = PT25H, longer than its ttl = PT24H: an answer cannot outlive its key");
    }

    @Test
    void aDurationTooLongToBeCounted() {
        assertThat(Starts.failure(DurationTooLongToBeCounted.class).getDescription())
                .contains("DurationTooLongToBeCounted.create() has ttl");
    }

    @Test
    void aPlaceholderThatCannotBeResolved() {
        assertThat(Starts.failure(PlaceholderThatCannotBeResolved.class).getDescription())
                .contains("PlaceholderThatCannotBeResolved.create() ")
                .contains("orders.ttl");
    }

    @Test
    void aServiceThatAcceptsItsDuplicates() {
        assertThat(Starts.failure(ServiceThatAccepts.class).getDescription())
                .contains("has onInProgress = ACCEPT, which is for HTTP requests");
    }

    @Test
    void aKeyThatIsNoSpel() {
        assertThat(Starts.failure(KeyThatIsNoSpel.class).getDescription())
                .contains("has key = \"#id +\", which is no SpEL: ");
    }

    @Test
    void aKeyThatNamesAnUnknownVariable() {
        assertThat(Starts.failure(KeyThatNamesAnUnknownVariable.class).getDescription())
                .contains("has key = \"#orderId\", which names #orderId, but there are only #root, #header, #principal"
                        + " and the parameters [a0, id, p0]");
    }

    @Test
    void aFingerprintThatIsNoSpel() {
        assertThat(Starts.failure(FingerprintThatIsNoSpel.class).getDescription())
                .contains("has fingerprint = \"{#id\", which is no SpEL");
    }

    @Test
    void aProfileThatIsNotConfigured() {
        assertThat(Starts.failure(Starts.application(ProfileThatIsNotConfigured.class)
                                .withPropertyValues("idempotency.profiles.sensitive.ttl=1h"))
                        .getDescription())
                .contains("has the profile 'expensive', but there is no idempotency.profiles.expensive;"
                        + " known profiles: [sensitive]");
    }

    @Test
    void twoValuesWhereOneIsMeant() {
        assertThat(Starts.failure(TwoValuesWhereOneIsMeant.class).getDescription())
                .contains("has 2 values of effect: give one");
        assertThat(Starts.failure(Refunds.class).getDescription()).contains("has 2 values of required: give one");
    }

    @Test
    void aServiceWithoutAKey() {
        assertThat(Starts.failure(ServiceWithoutAKey.class).getDescription())
                .contains(
                        "ServiceWithoutAKey.create() has no key: outside a controller write key = \"#argument.property\"");
    }

    static class TtlThatIsNoDuration {
        @Idempotent(key = "#id", ttl = "one day")
        public void create(String id) {}
    }

    static class LeaseThatIsNoDuration {
        @Idempotent(key = "#id", lease = "30 seconds")
        public void create(String id) {}
    }

    static class TtlThatIsOutOfBounds {
        @Idempotent(key = "#id", ttl = "0s")
        public void create(String id) {}
    }

    static class Archive {
        @Idempotent(key = "#id", ttl = "4000d")
        public void create(String id) {}
    }

    static class ResultTtlThatIsOutOfBounds {
        @Idempotent(key = "#id", resultTtl = "0s")
        public void create(String id) {}
    }

    static class ResultTtlThatIsLongerThanTheTtl {
        @Idempotent(key = "#id", resultTtl = "25h")
        public void create(String id) {}
    }

    static class DurationTooLongToBeCounted {
        @Idempotent(key = "#id", ttl = "P106751991168D")
        public void create(String id) {}
    }

    static class PlaceholderThatCannotBeResolved {
        @Idempotent(key = "#id", ttl = "${orders.ttl}")
        public void create(String id) {}
    }

    static class KeyThatIsNoSpel {
        @Idempotent(key = "#id +")
        public void create(String id) {}
    }

    static class KeyThatNamesAnUnknownVariable {
        @Idempotent(key = "#orderId")
        public void create(String id) {}
    }

    static class FingerprintThatIsNoSpel {
        @Idempotent(key = "#id", fingerprint = "{#id")
        public void create(String id) {}
    }

    static class ProfileThatIsNotConfigured {
        @Idempotent(key = "#id", profile = "expensive")
        public void create(String id) {}
    }

    static class TwoValuesWhereOneIsMeant {
        @Idempotent(
                key = "#id",
                effect = {Effect.REPEATABLE, Effect.IRREVERSIBLE})
        public void create(String id) {}
    }

    static class Refunds {
        @Idempotent(
                key = "#id",
                required = {true, false})
        public void create(String id) {}
    }

    static class ServiceWithoutAKey {
        @Idempotent
        public void create(String id) {}
    }

    static class ServiceThatAccepts {
        @Idempotent(key = "#id", onInProgress = InProgressPolicy.ACCEPT)
        public void create(String id) {}
    }
}
