package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.UserDetailsManager;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** A key belongs to the principal who sent it, and every retry is authorized like the first request. */
@GuardedTest
class OwnersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private UserDetailsManager users;

    private final String key = Caller.newKey();

    private Reply post(String path, String user) {
        return caller.post(path).key(key).as(user).send();
    }

    @Test
    void twoOwnersOfOneKeyNeverSeeEachOther() {
        Reply alice = post("/owned/accounts", "alice").hasStatus(200).isFirst();
        Reply bob = post("/owned/accounts", "bob").hasStatus(200).isFirst();
        assertThat(alice.text()).isEqualTo("account of alice, run 1");
        assertThat(bob.text()).isEqualTo("account of bob, run 2");
        post("/owned/accounts", "alice").isReplayOf(alice);
        post("/owned/accounts", "bob").isReplayOf(bob);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void nobodyInParticularIsAnOwnerToo() {
        Reply alice = post("/values/record", "alice").isFirst();
        Reply anonymous = caller.post("/values/record", key).isFirst();
        assertThat(anonymous.body()).isNotEqualTo(alice.body());
    }

    @Test
    void anotherOwnersKeyIsNoMismatch() {
        caller.post("/owned/transfers")
                .key(key)
                .as("alice")
                .json("{\"amount\":1}")
                .send()
                .isFirst();
        caller.post("/owned/transfers")
                .key(key)
                .as("bob")
                .json("{\"amount\":2}")
                .send()
                .hasStatus(200)
                .isFirst();
    }

    @Test
    void whoIsNotAuthenticatedDoesNotClaimTheKey() {
        caller.post("/owned/accounts").key(key).send().hasStatus(401);
        caller.post("/owned/accounts")
                .key(key)
                .header("Authorization", "Basic YWxpY2U6d3Jvbmc=")
                .send()
                .hasStatus(401);
        assertThat(post("/owned/accounts", "alice").isFirst().text()).endsWith("run 1");
    }

    @Test
    void whoIsNotAuthorizedDoesNotClaimTheKey() {
        post("/owned/payouts", "eve").hasStatus(403);
        assertThat(effects.of(key)).isZero();
        post("/owned/payouts", "alice").hasStatus(200).isFirst();
    }

    @Test
    void aReplayPassesMethodSecurityAgain() {
        users.createUser(teller("TELLER"));
        try {
            Reply first = post("/owned/payouts", "carol").hasStatus(200);
            post("/owned/payouts", "carol").isReplayOf(first);
            users.updateUser(teller("FORMER_TELLER"));
            Reply denied = post("/owned/payouts", "carol").hasStatus(403);
            assertThat(denied.text()).doesNotContain("run 1");
            assertThat(denied.header("Idempotent-Replayed")).isEmpty();
            users.updateUser(teller("TELLER"));
            post("/owned/payouts", "carol").isReplayOf(first);
        } finally {
            users.deleteUser("carol");
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    private static UserDetails teller(String role) {
        return User.withUsername("carol").password("{noop}secret").roles(role).build();
    }
}
