package io.github.idempotency.store.twolevel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.encryption.AnswerEnvelope;
import io.github.idempotency.encryption.EncryptionKeys;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.jdbc.PostgresPool;
import io.github.idempotency.store.redis.RedisConnections;
import io.github.idempotency.store.redis.RedisResultFront;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nodes with different keys on PostgreSQL with Redis in front: neither level can read an answer. */
class SealedAnswersITests {

    private static final String MARK = "cl4ss1f13d";

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    @Order(3)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(4)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 2);

    private final AtomicInteger effects = new AtomicInteger();

    private final IdempotentExecutor plain = new IdempotentExecutor(ResultFront.before(
            new JdbcIdempotencyStore(pool.dataSource()),
            new RedisResultFront(connections.factory(), "idempotency:result:", Duration.ofMinutes(10))));

    private record Keys(@Nullable String activeId, Map<String, SecretKey> byId) implements EncryptionKeys {

        @Override
        public @Nullable SecretKey find(String id) {
            return byId.get(id);
        }
    }

    private IdempotentExecutor node(@Nullable String activeId, String... ids) {
        Map<String, SecretKey> keys = new TreeMap<>();
        for (String id : ids) {
            keys.put(id, new SecretKeySpec(id.repeat(32).getBytes(StandardCharsets.US_ASCII), "AES"));
        }
        return plain.sealing(new AnswerEnvelope(new Keys(activeId, keys), false, Long.MAX_VALUE));
    }

    private static IdempotentOperation newOperation() {
        return IdempotentOperation.of(
                new KeyScope("test", "sealed", ""), UUID.randomUUID().toString());
    }

    private String run(IdempotentExecutor node, IdempotentOperation operation) {
        return node.execute(operation, ResultCodec.UTF_8, () -> MARK + effects.incrementAndGet());
    }

    @Test
    void neitherTheTableNorTheCopyCanBeRead() {
        IdempotentOperation operation = newOperation();
        IdempotentExecutor node = node("a", "a");
        assertThat(run(node, operation)).isEqualTo(run(node, operation));
        assertThat(effects).hasValue(1);
        byte[] row = new JdbcTemplate(pool.dataSource())
                .queryForObject(
                        "SELECT result FROM idempotency_record WHERE record_key = ?",
                        byte[].class,
                        operation.storeKey().toBytes());
        byte[] copy;
        try (RedisConnection connection = connections.factory().getConnection()) {
            String key = "idempotency:result:" + operation.storeKey().reference();
            copy = connection.stringCommands().get(key.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(new String(row, StandardCharsets.ISO_8859_1)).doesNotContain(MARK);
        assertThat(new String(copy, StandardCharsets.ISO_8859_1)).doesNotContain(MARK);
    }

    /** First the key is added everywhere, then it becomes the active one, then the old one goes. */
    @Test
    void nodesThatRollOneStepApartReadEachOther() {
        IdempotentExecutor[] steps = {node("a", "a"), node("a", "a", "b"), node("b", "a", "b"), node("b", "b")};
        for (int step = 1; step < steps.length; step++) {
            reads(steps[step - 1], steps[step]);
            reads(steps[step], steps[step - 1]);
        }
        assertThat(effects).hasValue(6);
    }

    private void reads(IdempotentExecutor reader, IdempotentExecutor writer) {
        IdempotentOperation operation = newOperation();
        String answer = run(writer, operation);
        assertThat(run(reader, operation)).isEqualTo(answer);
    }

    @Test
    void aNodeWithoutTheKeyRefusesAndRunsNothing() {
        IdempotentOperation operation = newOperation();
        run(node("a", "a"), operation);
        for (IdempotentExecutor other : new IdempotentExecutor[] {node("b", "b"), node(null)}) {
            assertThatExceptionOfType(IdempotencyException.class)
                    .isThrownBy(() -> run(other, operation))
                    .extracting(IdempotencyException::problem)
                    .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        }
        assertThat(effects).hasValue(1);
    }
}
