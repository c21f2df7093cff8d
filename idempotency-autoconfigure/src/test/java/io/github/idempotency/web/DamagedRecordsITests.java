package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Ledger;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.key.KeyResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whatever has become of a record in Redis, its call is not run a second time and gets no trace of ours.
 *
 * <p>Broken on purpose to see these fail: an empty value taken for none.
 */
@OperatedTest
@ExtendWith(OutputCaptureExtension.class)
class DamagedRecordsITests {

    private static final String SCOPE = "io.github.idempotency.app.ShopController.pay";

    private static final String IRREVERSIBLE = "io.github.idempotency.app.FailingController.irreversibleException";

    private static final int HEADER = 48;

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Ledger ledger;

    @Autowired
    private KeyResolver keys;

    @Autowired
    private RedisConnectionFactory connections;

    private final String key = Caller.newKey();

    private String reference(String scope) {
        return keys.scope(scope, "").storeKey(key).reference();
    }

    private byte[] redisKey(String scope) {
        return ("idempotency:" + reference(scope)).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] stored(String scope) {
        try (RedisConnection connection = connections.getConnection()) {
            return connection.stringCommands().get(redisKey(scope));
        }
    }

    private void store(String scope, byte[] value) {
        damage(scope, (connection, record) -> connection.stringCommands().set(record, value));
    }

    private void damage(String scope, BiConsumer<RedisConnection, byte[]> command) {
        try (RedisConnection connection = connections.getConnection()) {
            command.accept(connection, redisKey(scope));
        }
    }

    private static byte[] flipped(byte[] value, int bit) {
        byte[] flipped = value.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static void isUnknown(Reply reply) {
        reply.isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        assertThat(reply.header("X-Should-Retry")).contains("false");
        assertThat(reply.header("Retry-After")).isEmpty();
    }

    @Test
    void aRecordThatWasCutAnywhereIsRefused() {
        Reply first = caller.post("/shop/pay", key).hasStatus(200);
        byte[] whole = stored(SCOPE);
        for (int length = 0; length < whole.length; length++) {
            store(SCOPE, Arrays.copyOf(whole, length));
            Reply reply = caller.post("/shop/pay", key);
            if (length < HEADER) {
                isUnknown(reply);
            } else {
                reply.isProblem(409, "response-not-retained", "idempotency_response_not_retained");
            }
        }
        store(SCOPE, whole);
        caller.post("/shop/pay", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** Some bits say nothing that could be missed: then it is a replay, of as much as the record still says. */
    @Test
    void noBitOfTheHeaderOfACompletedRecordMakesItRunAgain() {
        caller.post("/shop/pay", key).hasStatus(200);
        byte[] whole = stored(SCOPE);
        for (int bit = 0; bit < 8 * HEADER; bit++) {
            store(SCOPE, flipped(whole, bit));
            assertThat(caller.post("/shop/pay", key).status()).as("bit " + bit).isIn(200, 409, 422);
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void noBitOfAnUnknownOutcomeMakesItRunAgain() {
        caller.post("/failing/irreversible/exception", key).hasStatus(500);
        byte[] whole = stored(IRREVERSIBLE);
        for (int bit = 0; bit < 8 * HEADER; bit++) {
            store(IRREVERSIBLE, flipped(whole, bit));
            assertThat(caller.post("/failing/irreversible/exception", key).status())
                    .as("bit " + bit)
                    .isIn(409, 422);
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aBitOfTheStoredResponseThatSaysWhereThingsAreIsNoticed() {
        caller.post("/shop/pay", key).hasStatus(200);
        byte[] whole = stored(SCOPE);
        for (int bit = 8 * HEADER; bit < 8 * (HEADER + 9); bit++) {
            store(SCOPE, flipped(whole, bit));
            assertThat(caller.post("/shop/pay", key).status()).as("bit " + bit).isBetween(200, 599);
        }
        store(SCOPE, flipped(whole, 8 * HEADER));
        caller.post("/shop/pay", key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aRecordOfALaterFormatIsLeftAsItIs() {
        caller.post("/shop/pay", key).hasStatus(200);
        for (int version : new int[] {0, 2, 3, 127, 128, 255}) {
            byte[] later = stored(SCOPE);
            later[0] = (byte) version;
            store(SCOPE, later);
            isUnknown(caller.post("/shop/pay", key));
            assertThat(stored(SCOPE)).isEqualTo(later);
        }
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatSomebodyElseHasPutThereIsLeftAsItIsUntilAnOperatorDeletesIt(CapturedOutput output) {
        byte[] text = "somebody else's".getBytes(StandardCharsets.US_ASCII);
        List<BiConsumer<RedisConnection, byte[]>> values = List.of(
                (redis, record) -> redis.listCommands().rPush(record, text),
                (redis, record) -> redis.hashCommands().hSet(record, text, text),
                (redis, record) -> redis.setCommands().sAdd(record, text),
                (redis, record) -> redis.zSetCommands().zAdd(record, 1, text),
                (redis, record) -> redis.stringCommands().set(record, text),
                (redis, record) -> redis.stringCommands().set(record, new byte[0]));
        for (int i = 0; i < values.size(); i++) {
            damage(SCOPE, values.get(i));
            isUnknown(caller.post("/shop/pay", key));
            assertThat(output).contains(SCOPE + "/" + reference(SCOPE) + " is refused until its record is deleted");
            Reply seen =
                    caller.get("/actuator/idempotency/" + SCOPE + "/" + key).send();
            assertThat(seen.hasStatus(409).json().path("unreadable").asString()).contains("no idempotency record");
            delete("/actuator/idempotency/" + SCOPE + "/" + key, "/actuator/idempotencyintents/" + reference(SCOPE), i);
            assertThat(effects.of(key)).isEqualTo(i);
            caller.post("/shop/pay", key).isFirst();
            delete("/actuator/idempotencyintents/" + reference(SCOPE)).hasStatus(409);
            delete("/actuator/idempotency/" + SCOPE + "/" + key).hasStatus(204);
        }
        assertThat(output).doesNotContain("Servlet.service()");
    }

    private void delete(String byKey, String byReference, int turn) {
        delete(turn % 2 == 0 ? byKey : byReference).hasStatus(204);
        delete(turn % 2 == 0 ? byReference : byKey).hasStatus(404);
    }

    private Reply delete(String path) {
        return caller.call("DELETE", path).send();
    }

    @Test
    void nobodySettlesWhatCannotBeRead() {
        store(SCOPE, "no record".getBytes(StandardCharsets.US_ASCII));
        for (String path : List.of(
                "/actuator/idempotency/" + SCOPE + "/" + key, "/actuator/idempotencyintents/" + reference(SCOPE))) {
            caller.post(path).json("{\"happened\":false}").send().hasStatus(409);
        }
        isUnknown(caller.post("/shop/pay", key));
    }

    @Test
    void aServiceIsToldTheSame() {
        String scope = Ledger.class.getName() + ".enter";
        int before = ledger.runs();
        ledger.enter(key);
        byte[] whole = stored(scope);
        for (int length = 0; length < HEADER; length++) {
            store(scope, Arrays.copyOf(whole, length));
            assertThat(problem()).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        }
        store(scope, Arrays.copyOf(whole, HEADER));
        assertThat(problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(ledger.runs()).isEqualTo(before + 1);
        Reply totals = caller.get("/actuator/idempotency/" + scope).send();
        assertThat(totals.json().path("node").path("totals").path("unreadable").asInt())
                .isGreaterThan(HEADER);
    }

    private IdempotencyProblem problem() {
        return catchThrowableOfType(IdempotencyException.class, () -> ledger.enter(key))
                .problem();
    }
}
