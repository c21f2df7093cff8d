package io.github.idempotency.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody can tell whether somebody else has used a key: not by the status, the headers or the body, and not by the time,
 * which is that of as many round trips to the store.
 *
 * <p>Broken on purpose, by a scope that leaves the owner out: Bob gets Alice's answer, her 409 or her 422.
 */
@GuardedTest
class OwnerSecrecyITests {

    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    @Autowired
    private Caller caller;

    @Autowired
    private Gates gates;

    @Autowired
    private EmbeddedRedis redis;

    private final String key = Caller.newKey();

    /** What Bob can see. */
    private record Sight(int status, Map<String, List<String>> headers, String body, int roundTrips) {}

    @BeforeEach
    void warmUp() {
        bob(Caller.newKey());
        bob(Caller.newKey());
    }

    private Reply post(String key, String user, String state, String document) {
        return caller.post("/owned/states")
                .key(key)
                .as(user)
                .header("X-State", state)
                .json(document)
                .send();
    }

    private Sight bob(String key) {
        redis.call("CONFIG", "RESETSTAT");
        Reply reply = post(key, "bob", "", "{}");
        Map<String, List<String>> headers = new TreeMap<>(reply.headers());
        headers.replaceAll((name, values) -> name.matches("(?i)date|x-original-request-time|idempotency-(key|expires)")
                ? List.of("differs from one request to the next")
                : values);
        return new Sight(reply.status(), headers, reply.text(), roundTrips());
    }

    private int roundTrips() {
        Matcher matcher = SCRIPTS.matcher(String.valueOf(redis.call("INFO", "commandstats")));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private void assertThatBobSeesNothing() {
        String unused = Caller.newKey();
        Sight first = bob(unused);
        Sight replay = bob(unused);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.roundTrips()).isEqualTo(2);
        assertThat(bob(key)).isEqualTo(first);
        assertThat(bob(key)).isEqualTo(replay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "unknown", "not-retained"})
    void whatBecameOfAnothersCallIsNotSeen(String state) {
        post(key, "alice", state, "{}").hasStatus(state.equals("unknown") ? 500 : 200);
        assertThatBobSeesNothing();
    }

    @Test
    void thatAnotherSentADifferentRequestIsNotSeen() {
        post(key, "alice", "completed", "{\"amount\":1}").hasStatus(200);
        assertThatBobSeesNothing();
    }

    @Test
    void thatAnothersCallStillRunsIsNotSeen() {
        CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> post(key, "alice", "in-progress", "{}"));
        gates.awaitEntered(key);
        try {
            assertThatBobSeesNothing();
        } finally {
            gates.open(key);
            running.join();
        }
    }
}
