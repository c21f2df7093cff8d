package io.github.idempotency;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients of other people compare these texts, so they are spelled out here and never change. */
class IdempotencyProblemTests {

    @Test
    void codesAreStable() {
        Map<IdempotencyProblem, String> codes = Stream.of(IdempotencyProblem.values())
                .collect(Collectors.toMap(problem -> problem, IdempotencyProblem::code));
        assertThat(codes)
                .containsOnly(
                        Map.entry(IdempotencyProblem.KEY_MISSING, "idempotency_key_required"),
                        Map.entry(IdempotencyProblem.KEY_INVALID, "idempotency_key_invalid"),
                        Map.entry(IdempotencyProblem.OWNER_MISSING, "idempotency_owner_required"),
                        Map.entry(IdempotencyProblem.KEY_REUSED, "idempotency_conflict"),
                        Map.entry(IdempotencyProblem.IN_PROGRESS, "idempotency_in_flight"),
                        Map.entry(IdempotencyProblem.OUTCOME_UNKNOWN, "idempotency_outcome_unknown"),
                        Map.entry(IdempotencyProblem.RESPONSE_NOT_RETAINED, "idempotency_response_not_retained"),
                        Map.entry(IdempotencyProblem.NOTHING_TO_RESUME, "idempotency_nothing_to_resume"),
                        Map.entry(IdempotencyProblem.OPERATION_NOT_FOUND, "idempotency_operation_not_found"),
                        Map.entry(IdempotencyProblem.STORE_UNAVAILABLE, "idempotency_store_unavailable"));
    }

    @Test
    void typesAreStable() {
        assertThat(IdempotencyProblem.values())
                .extracting(IdempotencyProblem::type)
                .containsExactlyInAnyOrder(
                        "key-missing",
                        "key-invalid",
                        "owner-missing",
                        "key-reused",
                        "in-progress",
                        "outcome-unknown",
                        "response-not-retained",
                        "nothing-to-resume",
                        "operation-not-found",
                        "store-unavailable");
    }

    @Test
    void aRefusalThatNoRetryHelpsSaysNoTime() {
        var refusal = new IdempotencyException(IdempotencyProblem.KEY_REUSED, "used before");
        assertThat(refusal.retryAfter()).isEmpty();
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.KEY_REUSED);
    }

    @Test
    void aRefusalThatPassesSaysWhenToComeBack() {
        var refusal = new IdempotencyException(IdempotencyProblem.IN_PROGRESS, "running", Duration.ofSeconds(2), null);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(2));
    }
}
