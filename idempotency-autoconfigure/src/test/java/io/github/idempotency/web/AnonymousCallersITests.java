package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedApplication;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose the keys are of callers whom Spring Security lets pass without knowing them. */
@SpringBootTest(
        classes = GuardedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "idempotency.scopes.counted.anonymous=shared")
class AnonymousCallersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    @Test
    void anOwnKeyNeedsAnOwner() {
        Reply refused = caller.post("/values/record", key);
        refused.isProblem(403, "owner-missing", "idempotency_owner_required");
        assertThat(refused.header("Retry-After")).isEmpty();
        assertThat(effects.of(key)).isZero();
        caller.post("/values/record").key(key).as("alice").send().hasStatus(200).isFirst();
    }

    @Test
    void aCallWithoutAKeyNeedsNone() {
        caller.post("/payments/optional").send().hasStatus(200);
        caller.post("/payments/optional", key).isProblem(403, "owner-missing", "idempotency_owner_required");
    }

    @Test
    void aHandlerFunctionIsNoException() {
        caller.post("/functions/orders")
                .key(key)
                .json("{}")
                .send()
                .isProblem(403, "owner-missing", "idempotency_owner_required");
    }

    @Test
    void aScopeMayShareKeysAmongStrangers() {
        Reply first = caller.post("/payments/counted")
                .key(key)
                .json("{\"amount\":1}")
                .send()
                .hasStatus(200);
        caller.post("/payments/counted").key(key).json("{\"amount\":1}").send().isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** A webhook's sender is seldom authenticated by Spring Security, and the event says itself which one it is. */
    @Test
    void aKeyThatTheApplicationDerivesNeedsNoOwner() {
        String event = "{\"id\":\"" + key + "\",\"amount\":1}";
        Reply first = caller.post("/payments/by-id").json(event).send().hasStatus(200);
        assertThat(caller.post("/payments/by-id").json(event).send().body()).isEqualTo(first.body());
        caller.post("/shop/entries?id=" + key).send().hasStatus(200);
    }
}
