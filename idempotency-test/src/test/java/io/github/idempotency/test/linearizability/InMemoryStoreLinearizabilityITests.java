package io.github.idempotency.test.linearizability;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.test.linearizability.ReferenceStoreVerbs.OnACompletedRecord;
import io.github.idempotency.test.linearizability.ReferenceStoreVerbs.OnAForgottenRecord;
import io.github.idempotency.test.linearizability.ReferenceStoreVerbs.OnALiveClaim;
import io.github.idempotency.test.linearizability.ReferenceStoreVerbs.OnAnExpiredClaim;
import io.github.idempotency.test.linearizability.ReferenceStoreVerbs.OnAnUnknownRecord;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever threads do to a record of the reference store at once, some order of the same verbs explains their answers.
 * Few operations and many states to begin with find more than many operations: with a claim, a completion, a release, a
 * renewal, a counted replay or a sweep of the store torn into a read and a write, at least one of these tests fails.
 */
class InMemoryStoreLinearizabilityITests {

    @ParameterizedTest
    @ValueSource(
            classes = {
                OnAForgottenRecord.class,
                OnAnExpiredClaim.class,
                OnALiveClaim.class,
                OnAnUnknownRecord.class,
                OnACompletedRecord.class
            })
    void everyVerbIsOneAtomicStep(Class<?> verbs) {
        options().check(verbs);
    }

    @Test
    void aClaimThatReadsAndThenWritesIsFound() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> options().check(GetThenSetVerbs.class))
                .withMessageContaining("Invalid execution results");
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(1)
                .minimizeFailedScenario(false);
    }

    public static class GetThenSetVerbs extends StoreVerbs<GetThenSetStore> {

        public GetThenSetVerbs() {
            super(GetThenSetStore::new);
        }
    }
}
