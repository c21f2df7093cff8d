package io.github.idempotency.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Ledger;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Defects that peers have with answers: what is stored, and what is given again. Answers that come later, futures and
 * streams among them, which arun0009, lu1tr0n and adzubla lose, are refused at startup: see
 * {@code ReturnTypeMistakesTests}.
 */
@GuardedTest
class PeerAnswerDefectsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Ledger ledger;

    @Autowired
    private EmbeddedRedis redis;

    private final String key = Caller.newKey();

    /** lu1tr0n 0.0.6: replaying a {@code ResponseEntity} throws. */
    @Test
    void aResponseEntityIsReplayed() {
        Reply first = caller.post("/shop/orders")
                .key(key)
                .json("{\"id\":\"7\",\"amount\":1}")
                .send()
                .hasStatus(202);
        Reply replay = caller.post("/shop/orders")
                .key(key)
                .json("{\"id\":\"7\",\"amount\":1}")
                .send()
                .isReplayOf(first);
        assertThat(replay.header("ETag")).contains("\"1\"");
    }

    /** idempotency4j: a 503 is stored, and replayed when the trouble is over. */
    @Test
    void anUnavailableServiceIsNotRemembered() {
        caller.post("/failing/status/503", key).hasStatus(503);
        caller.post("/failing/status/503", key).hasStatus(503).isFirst();
        assertThat(effects.of(key)).isEqualTo(2);
    }

    /** idempotency4j: an application does not start beside Actuator. */
    @Test
    void theApplicationStartsBesideActuator() {
        caller.get("/actuator/health").send().hasStatus(200);
        caller.get("/actuator/idempotency").send().hasStatus(200);
    }

    /** arun0009 3.1: work whose answer cannot be serialised runs again. */
    @Test
    void workWhoseAnswerCannotBeEncodedDoesNotRunAgain() {
        int before = ledger.runs();
        assertThat(ledger.receipt(key)).isNotNull();
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> ledger.receipt(key))
                .satisfies(ex -> assertThat(ex.problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED));
        assertThat(ledger.runs() - before).isEqualTo(1);
    }

    /** Jdempotent: answers are serialised by the JDK, so types must be serialisable and bytes can be gadgets. */
    @Test
    void answersAreNotSerialisedByTheJdk() {
        redis.call("FLUSHALL");
        assertThat(ledger.entry(key)).isEqualTo(ledger.entry(key));
        List<?> records = (List<?>) redis.call("KEYS", "*");
        assertThat(records).hasSize(1);
        String stored = String.valueOf(redis.call("GET", String.valueOf(records.get(0))));
        assertThat(stored).contains("{\"run\":").doesNotContain("\u00ac\u00ed\0\u0005", "Ledger", key);
    }

    /** AWS Powertools: falsy results are replayed as null. */
    @Test
    void falsyAnswersAreReplayedAsTheyAre() {
        int before = ledger.runs();
        for (int i = 0; i < 2; i++) {
            assertThat(ledger.no(key)).isFalse();
            assertThat(ledger.zero(key)).isZero();
            assertThat(ledger.empty(key)).isEqualTo("");
            assertThat(ledger.none(key)).isEqualTo(List.of());
            assertThat(ledger.nothing(key)).isEqualTo(Map.of());
            assertThat(ledger.absent(key)).isEqualTo(Optional.empty());
        }
        assertThat(ledger.runs() - before).isEqualTo(6);
    }

    /** The same over HTTP. */
    @Test
    void falsyResponsesAreReplayedAsTheyAre() {
        for (String path : List.of("/values/boolean", "/values/null", "/values/optional-empty")) {
            Reply first = caller.post(path, key).hasStatus(200);
            caller.post(path, key).isReplayOf(first);
        }
    }
}
