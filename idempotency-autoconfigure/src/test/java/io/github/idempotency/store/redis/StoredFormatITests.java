package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the scripts write today is what the samples say, byte for byte but for the server's time. */
class StoredFormatITests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration HOUR = Duration.ofHours(1);

    /** A trace and a cost, as the engine encodes them. */
    private static final byte[] PARTICULARS = HexFormat.of()
            .parseHex("0118" + "b7ad6b7169203331" + "0af7651916cd43dd8448eb211c80319c" + "020c" + "0100" + "00" + "e807"
                    + "14" + "455552" + "02" + "01" + "19");

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private static final AtomicInteger keys = new AtomicInteger();

    private final KeyScope scope = new KeyScope("test", "format", "");

    private final String key = "key-" + keys.incrementAndGet();

    private final StoreKey storeKey = scope.storeKey(key);

    private final RedisIdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    @Test
    void aClaim() {
        claim("orders", Sample.FINGERPRINT, Effect.REPEATABLE);
        isStoredAs("in-progress");
    }

    @Test
    void aSecondClaimOfIrreversibleWorkWithoutFingerprint() {
        store.release(storeKey, claim("orders", Fingerprint.NONE, Effect.REPEATABLE));
        claim("überweisungen", Fingerprint.NONE, Effect.IRREVERSIBLE);
        isStoredAs("in-progress-irreversible");
    }

    @Test
    void aCompletion() {
        complete(new Result(Outcome.SUCCEEDED, "{\"id\":1}".getBytes(StandardCharsets.US_ASCII)));
        isStoredAs("completed");
    }

    @Test
    void aCompletionWithParticulars() {
        complete(new Result(Outcome.SUCCEEDED, "{\"id\":1}".getBytes(StandardCharsets.US_ASCII)).with(PARTICULARS));
        isStoredAs("completed-particulars");
    }

    @Test
    void aCompletionWithParticularsWhoseResultIsApart() {
        Result result = new Result(Outcome.SUCCEEDED, "{\"id\":1}".getBytes(StandardCharsets.US_ASCII));
        complete(result.with(PARTICULARS).keptFor(Duration.ofMinutes(10)));
        isStoredAs("completed-particulars-result-apart");
        assertThat(stored(resultKey()).value()).endsWith(result.bytes()).hasSize(8 + result.bytes().length);
    }

    @Test
    void aCompletionWithNoBytes() {
        complete(new Result(Outcome.SUCCEEDED, new byte[0]));
        isStoredAs("completed-empty");
    }

    @Test
    void aCompletionThatIsNotRetained() {
        complete(Result.notRetained(Outcome.SUCCEEDED));
        isStoredAs("completed-not-retained");
    }

    @Test
    void aCompletionWhoseResultIsApart() {
        Result result = new Result(Outcome.SUCCEEDED, "{\"id\":1}".getBytes(StandardCharsets.US_ASCII));
        complete(result.keptFor(Duration.ofMinutes(10)));
        isStoredAs("completed-result-apart");
        byte[] apart = stored(resultKey()).value();
        byte[] sample = Sample.named("result-apart").value();
        assertThat(Arrays.copyOf(apart, 8)).isEqualTo(Arrays.copyOfRange(stored().value(), 4, 12));
        assertThat(Arrays.copyOfRange(apart, 8, apart.length)).isEqualTo(Arrays.copyOfRange(sample, 8, sample.length));
    }

    @Test
    void aStoredAnswerOfThePastThatIsApartIsReplayed() {
        put(Sample.named("completed-result-apart"));
        put(resultKey(), Sample.named("result-apart"));
        assertThat(executor().execute(operation(), ResultCodec.UTF_8, () -> "again"))
                .isEqualTo("{\"id\":1}");
    }

    @Test
    void aRejectedAndAFailedCompletion() {
        byte[] no = "no".getBytes(StandardCharsets.US_ASCII);
        complete(new Result(Outcome.REJECTED, no));
        isStoredAs("completed-rejected");
        store.delete(storeKey);
        complete(new Result(Outcome.FAILED, no));
        isStoredAs("completed-failed");
    }

    @Test
    void anUnknownOutcome() {
        store.markUnknown(storeKey, claim("transfers", Sample.FINGERPRINT, Effect.IRREVERSIBLE));
        isStoredAs("unknown");
    }

    @Test
    void aRelease() {
        store.release(storeKey, claim("orders", Sample.FINGERPRINT, Effect.REPEATABLE));
        store.release(storeKey, claim("orders", Sample.FINGERPRINT, Effect.REPEATABLE));
        isStoredAs("released");
    }

    @Test
    void theLastReplayIsCountedInPlace() {
        put(Sample.named("completed-after-replays").with(19, 0xfe));
        assertThat(store.claim(request("orders", Fingerprint.NONE, Effect.REPEATABLE)))
                .isInstanceOf(Claim.Completed.class);
        assertThat(stored()).hasToString(Sample.named("completed-after-replays").toString());
    }

    @Test
    void aStoredAnswerOfThePastIsReplayed() {
        put(Sample.named("completed"));
        assertThat(executor().execute(operation(), ResultCodec.UTF_8, () -> "again"))
                .isEqualTo("{\"id\":1}");
    }

    /** Not even where calls run while the store is away. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void aValueThatIsNoRecordOfOursIsAnErrorAndNothingRuns(Sample value) {
        put(value);
        IdempotentOperation lenient =
                operation().with(IdempotencyPolicy.DEFAULT.withOnStoreFailure(StoreFailurePolicy.RUN_UNPROTECTED));
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> executor().execute(lenient, ResultCodec.UTF_8, () -> {
                    throw new AssertionError("ran");
                }))
                .satisfies(ex -> {
                    assertThat(ex.problem()).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
                    assertThat(ex).hasStackTraceContaining("The value is no idempotency record of stored format 1");
                });
        assertThatThrownBy(() -> store.find(storeKey))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("The value is no idempotency record of stored format 1");
        assertThat(store.renew(storeKey, Sample.TOKEN, LEASE)).isFalse();
        assertThat(stored()).hasToString(value.toString());
        assertThat(store.delete(storeKey)).isTrue();
        claim("orders", Fingerprint.NONE, Effect.REPEATABLE);
    }

    static Stream<Sample> unreadable() {
        Sample completed = Sample.named("completed");
        return Stream.of(
                completed.cutTo(0),
                completed.cutTo(1),
                completed.cutTo(47),
                completed.with(0, 2),
                completed.with(0, '{'),
                completed.with(1, 0),
                completed.with(1, 5),
                completed.with(1, 255),
                completed.with(2, 0),
                completed.with(2, 4),
                Sample.named("in-progress").with(0, 2),
                new Sample(
                        "somebody else's value, longer than a header has bytes".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void aRecordOfALaterFormatIsNeverOverwritten(int version) {
        Sample later = Sample.named("in-progress").with(0, version);
        put(later);
        assertThatThrownBy(() -> store.complete(storeKey, Sample.TOKEN, Result.notRetained(Outcome.SUCCEEDED), HOUR))
                .hasMessageContaining("stored format 1");
        assertThat(store.release(storeKey, Sample.TOKEN)).isFalse();
        assertThat(store.markUnknown(storeKey, Sample.TOKEN)).isFalse();
        assertThat(stored()).hasToString(later.toString());
    }

    private long claim(String scopeName, Fingerprint fingerprint, Effect effect) {
        return ((Claim.Acquired) store.claim(request(scopeName, fingerprint, effect))).token();
    }

    private ClaimRequest request(String scopeName, Fingerprint fingerprint, Effect effect) {
        return new ClaimRequest(storeKey, scopeName, fingerprint, effect, LEASE, HOUR);
    }

    private void complete(Result result) {
        store.complete(storeKey, claim("orders", Sample.FINGERPRINT, Effect.REPEATABLE), result, HOUR);
    }

    private void isStoredAs(String name) {
        Sample sample = Sample.named(name);
        assertThat(stored().withTimesOf(sample)).isEqualTo(sample.toString());
    }

    private IdempotentExecutor executor() {
        return new IdempotentExecutor(store);
    }

    private IdempotentOperation operation() {
        return IdempotentOperation.of(scope, key);
    }

    private void put(Sample sample) {
        put(redisKey(), sample);
    }

    private void put(byte[] name, Sample sample) {
        try (RedisConnection connection = connections.factory().getConnection()) {
            connection.stringCommands().set(name, sample.value(), SetCondition.upsert(), Expiration.from(HOUR));
        }
    }

    private Sample stored() {
        return stored(redisKey());
    }

    private Sample stored(byte[] name) {
        try (RedisConnection connection = connections.factory().getConnection()) {
            return new Sample(connection.stringCommands().get(name));
        }
    }

    private byte[] resultKey() {
        return ("idempotency:{idempotency:" + storeKey.reference() + "}").getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] redisKey() {
        return ("idempotency:" + storeKey.reference()).getBytes(StandardCharsets.US_ASCII);
    }
}
