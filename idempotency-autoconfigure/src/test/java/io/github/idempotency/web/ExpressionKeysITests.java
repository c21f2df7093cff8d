package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Controllers whose key is an expression: the header then says nothing. */
@GuardedTest
class ExpressionKeysITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private Call by(String path, String id, int amount, String note) {
        return caller.post(path).json("{\"id\":\"%s\",\"amount\":%d,\"note\":\"%s\"}".formatted(id, amount, note));
    }

    @Test
    void theExpressionSaysWhatIdentityIs() {
        String id = Caller.newKey();
        Reply first = by("/payments/by-id", id, 1, "now").send().hasStatus(200).isFirst();
        Reply replay = by("/payments/by-id", id, 2, "later")
                .key(Caller.newKey())
                .send()
                .hasStatus(200);
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
        by("/payments/by-id", Caller.newKey(), 1, "now").send().isFirst();
        assertThat(effects.of(id)).isEqualTo(1);
    }

    @Test
    void aFingerprintExpressionSaysWhatMustBeEqual() {
        String id = Caller.newKey();
        Reply first = by("/payments/by-id-and-amount", id, 1, "now").send().hasStatus(200);
        Reply replay = by("/payments/by-id-and-amount", id, 1, "later").send().hasStatus(200);
        assertThat(replay.body()).isEqualTo(first.body());
        by("/payments/by-id-and-amount", id, 2, "now").send().isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(id)).isEqualTo(1);
    }

    @Test
    void anEmptyResultIsAMissingKey() {
        caller.post("/payments/by-id")
                .json("{\"amount\":1}")
                .key(Caller.newKey())
                .send()
                .isProblem(400, "key-missing", "idempotency_key_required");
        by("/payments/by-id", " ", 1, "now").send().isProblem(400, "key-missing", "idempotency_key_required");
    }

    @Test
    void anotherHeaderCanBeTheKey() {
        String event = Caller.newKey();
        Reply first = caller.post("/payments/by-header")
                .header("X-Event-Id", event)
                .send()
                .hasStatus(200);
        Reply replay = caller.post("/payments/by-header")
                .header("X-Event-Id", event)
                .send()
                .hasStatus(200);
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(effects.of(event)).isEqualTo(1);
    }
}
