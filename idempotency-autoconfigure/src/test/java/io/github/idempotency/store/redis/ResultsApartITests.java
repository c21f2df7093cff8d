package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A result that expires before its record, as the server sees it. Broken on purpose to see these fail: a deletion of the
 * record alone, a result that is taken whatever token it has, a message with the result in it, and the result in the
 * record's own key.
 */
class ResultsApartITests {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final String ANSWER = "the answer";

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final RedisIdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    private final StoreKey key = StoreKey.of(UUID.randomUUID().toString());

    private final String recordKey = "idempotency:" + key.reference();

    private final String resultKey = "idempotency:{" + recordKey + "}";

    @BeforeEach
    void empty() {
        redis.call("FLUSHALL");
    }

    @Test
    void theServerDeletesTheResultByItselfAndKeepsTheRecord() {
        complete(Duration.ofMillis(200));

        // DBSIZE looks at no key, so it deletes none.
        await().atMost(Duration.ofSeconds(20)).until(() -> size() == 1);

        assertThat(redis.call("STRLEN", recordKey)).isEqualTo((long) RecordFormat.HEADER_LENGTH);
        assertThat(claim().record().result()).isEqualTo(Result.notRetained(Outcome.SUCCEEDED));
    }

    @Test
    void theRecordHoldsNothingOfTheResult() {
        complete(Duration.ofMinutes(10));

        assertThat(redis.call("STRLEN", recordKey)).isEqualTo((long) RecordFormat.HEADER_LENGTH);
        assertThat(redis.call("STRLEN", resultKey)).isEqualTo(8L + ANSWER.length());
        assertThat((Long) redis.call("PTTL", resultKey))
                .isBetween(1L, Duration.ofMinutes(10).toMillis());
        assertThat((Long) redis.call("PTTL", recordKey))
                .isGreaterThan(Duration.ofMinutes(10).toMillis());
        assertThat(claim().record().result().bytes()).asString().isEqualTo(ANSWER);
    }

    @Test
    void whatIsNotShortLivedHasNoKeyOfItsOwn() {
        complete(HOUR);

        assertThat(size()).isOne();
        assertThat(claim().record().result().bytes()).asString().isEqualTo(ANSWER);
    }

    @Test
    void aDeletedRecordTakesItsResultAlong() {
        complete(Duration.ofMinutes(10));

        assertThat(store.delete(key)).isTrue();

        assertThat(size()).isZero();
    }

    /** An older release deletes the record alone. */
    @Test
    void aResultThatWasLeftBehindIsNobodysAnswer() {
        complete(Duration.ofMinutes(10));
        redis.call("COPY", resultKey, "left");
        redis.call("DEL", recordKey);
        complete(Duration.ofMinutes(10));
        assertThat(redis.call("COPY", "left", resultKey, "REPLACE")).isEqualTo(1L);

        assertThat(claim().record().result()).isEqualTo(Result.notRetained(Outcome.SUCCEEDED));
    }

    /** A server that is short of memory may evict it. */
    @Test
    void aResultThatIsLostEarlierIsNotRetained() {
        complete(Duration.ofMinutes(10));
        redis.call("DEL", resultKey);

        IdempotencyRecord record = claim().record();

        assertThat(record.result()).isEqualTo(Result.notRetained(Outcome.SUCCEEDED));
        assertThat(record.resultUntil()).isNull();
        assertThat(store.find(key).orElseThrow().result()).isEqualTo(Result.notRetained(Outcome.SUCCEEDED));
    }

    /** A message stays with whoever listens to the channel. */
    @Test
    void whoWaitsIsNotSentTheResult() throws Exception {
        List<Boolean> told = new ArrayList<>();
        store.subscribe((ended, record) -> told.add(record != null));
        long token = acquire();
        store.claim(request().awaiting());
        store.complete(key, token, result().keptFor(Duration.ofMinutes(10)), HOUR);

        await().until(() -> told.size() == 1);
        assertThat(told).containsExactly(false);
        store.close();
    }

    private void complete(Duration resultRetention) {
        store.complete(key, acquire(), result().keptFor(resultRetention), HOUR);
    }

    private static Result result() {
        return new Result(Outcome.SUCCEEDED, ANSWER.getBytes(StandardCharsets.US_ASCII));
    }

    private long acquire() {
        return ((Claim.Acquired) store.claim(request())).token();
    }

    private Claim.Completed claim() {
        return (Claim.Completed) store.claim(request());
    }

    private ClaimRequest request() {
        return new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, HOUR, HOUR);
    }

    private static long size() {
        return (Long) redis.call("DBSIZE");
    }
}
