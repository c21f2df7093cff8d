package io.github.idempotency.peers;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Defects that peers have with keys: what a key is unique within, and which request it stands for.
 *
 * <p>Broken on purpose, by store keys without scope and owner: the same key on another method, concurrently or not, and
 * of another user gets an answer that is not its own.
 */
@GuardedTest
class PeerKeyDefectsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    /** lu1tr0n, benhendayoussef, idempotency4j, pig4cloud: keys are global, and {@code /refund} replays {@code /pay}. */
    @Test
    void theSameKeyOnAnotherMethodIsAnotherKey() {
        Reply paid = caller.post("/shop/pay", key).isFirst();
        Reply refunded = caller.post("/shop/refund", key).isFirst();
        assertThat(paid.text()).isEqualTo("paid, run 1");
        assertThat(refunded.text()).isEqualTo("refunded, run 2");
    }

    /** The same, where the user has asked for one scope: it is refused rather than replayed. */
    @Test
    void theSameKeyOnAnotherPathOfOneScopeIsRefused() {
        caller.post("/shop/till/pay", key).isFirst();
        caller.post("/shop/till/refund", key).isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** arun0009 3.1: another user's answer is returned. */
    @Test
    void theSameKeyOfAnotherUserIsAnotherKey() {
        Reply alice = caller.post("/owned/accounts").key(key).as("alice").send();
        Reply bob = caller.post("/owned/accounts").key(key).as("bob").send();
        assertThat(alice.text()).startsWith("account of alice");
        assertThat(bob.text()).startsWith("account of bob");
    }

    /** arun0009 3.1: the header beats the expression on services. */
    @Test
    void theHeaderIsNoKeyOfAService() {
        String path = "/shop/entries?id=" + key;
        Reply first = caller.post(path).key("header-1").send().hasStatus(200);
        Reply same = caller.post(path).key("header-2").send().hasStatus(200);
        Reply other = caller.post(path + "x").key("header-1").send().hasStatus(200);
        assertThat(same.text()).isEqualTo(first.text());
        assertThat(other.text()).isNotEqualTo(first.text());
    }

    /** AWS Powertools: the function's name is shared and mutable, and keys are mixed up under threads. */
    @Test
    void concurrentCallsOfTwoMethodsKeepTheirKeysApart() {
        List<String> keys = Stream.generate(Caller::newKey).limit(50).toList();
        List<Reply> replies = keys.parallelStream()
                .flatMap(
                        each -> Stream.of("/shop/pay", "/shop/refund")
                                .map(path -> caller.post(path).key(each).start())
                                .toList()
                                .stream()
                                .map(reply -> reply.join().hasStatus(200).isFirst()))
                .toList();
        assertThat(replies).filteredOn(reply -> reply.text().startsWith("paid")).hasSize(50);
        assertThat(replies)
                .filteredOn(reply -> reply.text().startsWith("refunded"))
                .hasSize(50);
        assertThat(keys).allSatisfy(each -> assertThat(effects.of(each)).isEqualTo(2));
    }

    /** AWS Powertools: the payload's hash is lost on completion. */
    @Test
    void aCompletedKeyStillStandsForOneRequest() {
        Reply first =
                caller.post("/shop/orders").key(key).json("{\"amount\":1}").send();
        caller.post("/shop/orders").key(key).json("{\"amount\":2}").send().hasStatus(422);
        caller.post("/shop/orders").key(key).json("{\"amount\":1}").send().isReplayOf(first);
        caller.post("/shop/orders").key(key).json("{\"amount\":2}").send().hasStatus(422);
    }

    /** idempotency4j: looking at the body leaves none for {@code @RequestBody}, and the 400 is stored. */
    @Test
    void theBodyStillReachesItsHandler() {
        Reply first = caller.post("/shop/orders")
                .key(key)
                .json("{\"id\":\"7\",\"amount\":1}")
                .send();
        assertThat(first.hasStatus(202).json().path("id").asString()).isEqualTo("7");
    }

    /** idempotency4j: a 400 for a body that could not be read is stored. */
    @Test
    void aRequestThatNeverReachedItsHandlerIsNotStored() {
        caller.post("/shop/orders").key(key).json("{\"id\":").send().hasStatus(400);
        caller.post("/shop/orders")
                .key(key)
                .json("{\"id\":\"7\",\"amount\":1}")
                .send()
                .hasStatus(202)
                .isFirst();
    }
}
