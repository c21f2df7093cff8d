package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** An irreversible request that failed half-way, and is sent again. */
@GuardedTest
class ReconciliationITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Test
    void whatHappenedIsAnsweredAsTheHandlerWouldHaveAndReplayedFromThenOn() {
        String key = Caller.newKey();
        caller.post("/recovering/payments/lost-after", key).hasStatus(500);

        Reply found = caller.post("/recovering/payments/lost-after", key);

        found.hasStatus(201).isFirst();
        assertThat(found.json().path("receipt").asString()).hasSize(22);
        caller.post("/recovering/payments/lost-after", key).isReplayOf(found);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatDidNotHappenRuns() {
        String key = Caller.newKey();
        caller.post("/recovering/payments/lost-before", key).hasStatus(500);

        Reply ran = caller.post("/recovering/payments/lost-before", key);

        ran.hasStatus(201).isFirst();
        assertThat(ran.json().path("attempt").asInt()).isEqualTo(2);
        caller.post("/recovering/payments/lost-before", key).isReplayOf(ran);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatNobodyCanTellIsRefused() {
        String key = Caller.newKey();
        caller.post("/recovering/payments/lost-somewhere", key).hasStatus(500);

        for (int i = 0; i < 2; i++) {
            Reply refused = caller.post("/recovering/payments/lost-somewhere", key)
                    .isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
            assertThat(refused.header("Retry-After")).isEmpty();
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
