package io.github.idempotency.web;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.JoinedApplication;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The transaction of a handler lasts until its answer is stored, and what it wrote is there exactly if its answer says
 * so. Broken on purpose to see these fail: the completion on a connection of its own; no rollback of a handler that throws;
 * a failed commit whose answer is sent all the same.
 */
@SpringBootTest(
        classes = JoinedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "idempotency.store=jdbc",
            "idempotency.jdbc.initialize-schema=always",
            "idempotency.scopes.joined-large.max-result-size=1KB",
            "idempotency.scopes.joined-written.max-result-size=1KB",
        })
class JoinedTransactionITests {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Autowired
    private Caller caller;

    @Autowired
    private JdbcTemplate database;

    private final String key = Caller.newKey();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", postgres::jdbcUrl);
    }

    private int rows() {
        return database.queryForObject("SELECT count(*) FROM booking WHERE booked = ?", Integer.class, key);
    }

    @Test
    void theRowIsThereWithTheAnswer() {
        Reply first = caller.post("/joined/booked", key).hasStatus(200).isFirst();
        assertThat(rows()).isOne();
        caller.post("/joined/booked", key).isReplayOf(first);
        assertThat(rows()).isOne();
    }

    @Test
    void manyRetriesAtOnceWriteOneRow() {
        Stream.generate(() -> caller.post("/joined/booked").key(key).start())
                .limit(16)
                .toList()
                .forEach(CompletableFuture::join);
        caller.post("/joined/booked", key).hasStatus(200);
        assertThat(rows()).isOne();
    }

    /** An answer that is stored is the handler's word that it is done, whatever its status. */
    @ParameterizedTest
    @ValueSource(ints = {201, 404, 422})
    void theRowIsThereWithAnyAnswerThatIsStored(int status) {
        Reply first = caller.post("/joined/status/" + status, key).hasStatus(status);
        assertThat(rows()).isOne();
        caller.post("/joined/status/" + status, key).isReplayOf(first);
        assertThat(rows()).isOne();
    }

    /** Irreversible work, and yet the retry runs: it is known to have written nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"status/429", "status/503", "broken", "given-up"})
    void nothingIsThereWithoutAStoredAnswerAndTheRetryRuns(String path) {
        Reply first = caller.post("/joined/" + path, key);
        assertThat(first.status()).isIn(429, 500, 503);
        assertThat(first.text()).doesNotContain("or so it seems");
        assertThat(rows()).isZero();
        caller.post("/joined/" + path, key).hasStatus(first.status());
        assertThat(rows()).isZero();
    }

    /** What threw is rolled back; the answer that it became is an answer nevertheless. */
    @Test
    void theAnswerOfAnExceptionIsStoredWithoutTheRow() {
        Reply first = caller.post("/joined/declined", key).hasStatus(422);
        assertThat(rows()).isZero();
        caller.post("/joined/declined", key).isReplayOf(first);
    }

    @Test
    void theRowIsThereWithAnAnswerThatIsTooLargeToKeep() {
        assertThat(caller.post("/joined/large", key).hasStatus(200).body()).hasSize(2000);
        assertThat(rows()).isOne();
        caller.post("/joined/large", key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(rows()).isOne();
    }

    /** It would have to be committed before the handler has written all of its rows. */
    @Test
    void nothingIsThereOfAHandlerThatWritesTooMuchItself() {
        caller.post("/joined/written", key).hasStatus(500);
        assertThat(rows()).isZero();
    }
}
