package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** What is on the server beside a record. */
class FrameListITests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final RedisIdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    private final StoreKey key = StoreKey.of(UUID.randomUUID().toString());

    private final String record = "idempotency:" + key.reference();

    private final String frames = "idempotency:{" + record + "}:frames";

    private long acquire(Duration retention) {
        ClaimRequest request = new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, MINUTE, retention);
        return ((Claim.Acquired) store.claim(request)).token();
    }

    private void append(long token, int first, String... appended) {
        List<byte[]> bytes = List.of(appended).stream()
                .map(frame -> frame.getBytes(StandardCharsets.US_ASCII))
                .toList();
        assertThat(store.append(key, token, first, bytes)).isTrue();
    }

    private Object lifeOf(String name) {
        // In one step: both of one instant.
        return redis.call(
                "EVAL", "return redis.call('PTTL', KEYS[1]) - redis.call('PTTL', KEYS[2])", "2", record, name);
    }

    @Test
    void aListBeginsWithTheToken() {
        long token = acquire(MINUTE);
        append(token, 0, "a", "b");

        assertThat(redis.call("LLEN", frames)).isEqualTo(3L);
        assertThat(redis.call("LRANGE", frames, "1", "-1")).hasToString("[a, b]");
    }

    /** Broken on purpose to see this fail: scripts without their PEXPIRE of the list. */
    @Test
    void theListLivesAsLongAsTheRecordAndNoLonger() {
        long token = acquire(Duration.ofHours(1));
        append(token, 0, "a");
        assertThat((long) lifeOf(frames)).isBetween(-1000L, 1L);

        store.renew(key, token, Duration.ofHours(2));
        assertThat((long) lifeOf(frames)).isBetween(-1000L, 1L);

        store.complete(key, token, new Result(Outcome.SUCCEEDED, new byte[0]), MINUTE);
        assertThat((long) lifeOf(frames)).isBetween(-1000L, 1L);
    }

    @Test
    void theListIsDeletedWithTheRecord() {
        long token = acquire(MINUTE);
        append(token, 0, "a");
        store.release(key, token);

        assertThat(store.delete(key)).isTrue();

        assertThat(redis.call("EXISTS", record, frames)).isEqualTo(0L);
    }

    @Test
    void theListOfAFailedClaimIsReplacedByTheNext() {
        long failed = acquire(MINUTE);
        append(failed, 0, "a", "b", "c");
        store.release(key, failed);

        append(acquire(MINUTE), 0, "x");

        assertThat(redis.call("LRANGE", frames, "1", "-1")).hasToString("[x]");
    }

    /** More than a script can hand to one command. */
    @ParameterizedTest
    @ValueSource(ints = {999, 1000, 1001, 20_000})
    void manyFramesAreAppendedAtOnce(int count) {
        long token = acquire(MINUTE);

        append(token, 0, "frame ".repeat(count).split(" "));

        assertThat(store.frames(key, 0, 100_000).orElseThrow().frames()).hasSize(count);
    }
}
