package io.github.idempotency.reactive;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys belong to the principals of real Spring Security, which is asked again for every replay. Negative control: where the
 * security context is not carried to the thread that claims, bob gets alice's answer.
 */
@ReactiveTest
class ReactiveOwnersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private Reply call(String user) {
        return caller.post("/owned/receipts").as(user).key(key).send();
    }

    @Test
    void theSameKeyOfTwoUsersIsTwoExecutions() {
        Reply alices = call("alice").hasStatus(200).isFirst();
        Reply bobs = call("bob").hasStatus(200).isFirst();
        assertThat(alices.text()).isEqualTo("alice 1");
        assertThat(bobs.text()).isEqualTo("bob 2");
        call("alice").isReplayOf(alices);
        call("bob").isReplayOf(bobs);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void whoMayNotCallGetsNoReplayEither() {
        call("alice").hasStatus(200);
        call("eve").hasStatus(403);
        caller.post("/owned/receipts", key).hasStatus(401);
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
