package io.github.idempotency.web;

import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedApplication;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Money in PostgreSQL, the rest in Redis, in one application. */
@SpringBootTest(
        classes = {GuardedApplication.class, StorePerScopeITests.Bank.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "idempotency.totals.flush-interval=0",
            "spring.config.import=classpath:two-stores.yml",
            "idempotency.profiles.ledger.store=JDBC",
            "idempotency.jdbc.initialize-schema=always",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.idempotency.access=unrestricted",
            "management.endpoint.health.show-details=always",
        })
class StorePerScopeITests {

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private EmbeddedRedis redis;

    private final String key = Caller.newKey();

    @AfterEach
    void comeBack() {
        redis.node().start();
        await().until(() -> caller.post("/notes", Caller.newKey()).status() == 200);
    }

    @Test
    void aScopeKeepsItsRecordsInTheStoreItNames() {
        int rows = rows();
        Object keys = redis.call("DBSIZE");
        Reply first = caller.post("/money", key).isFirst();
        caller.post("/money", key).isReplayOf(first);
        assertThat(rows()).isEqualTo(rows + 1);
        assertThat(redis.call("DBSIZE")).isEqualTo(keys);
    }

    @Test
    void aProfileThatAnAnnotationNamesChoosesTheStoreToo() {
        int rows = rows();
        Reply first = caller.post("/loans", key).isFirst();
        caller.post("/loans", key).isReplayOf(first);
        assertThat(rows()).isEqualTo(rows + 1);
    }

    @Test
    void everyOtherScopeKeepsThemInTheDefaultStore() {
        int rows = rows();
        Object keys = redis.call("DBSIZE");
        Reply first = caller.post("/notes", key).isFirst();
        caller.post("/notes", key).isReplayOf(first);
        assertThat(redis.call("DBSIZE")).isEqualTo((Long) keys + 1);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void whileTheDefaultStoreIsAwayTheOtherScopesRunOn() {
        redis.node().stop();
        Reply first = caller.post("/money", key).isFirst();
        caller.post("/money", key).isReplayOf(first);
        caller.post("/notes", key).isProblem(503, "store-unavailable", "idempotency_store_unavailable");
        assertThat(effects.of(key)).isEqualTo(1);
        assertThat(caller.get("/actuator/health/idempotency/jdbc").send().status())
                .isEqualTo(200);
        assertThat(caller.get("/actuator/health/idempotency/redis").send().status())
                .isEqualTo(503);
        assertThat(caller.get("/actuator/health/idempotency").send().status()).isEqualTo(503);
    }

    @Test
    void duplicatesWaitOnTheStoreOfTheirScope() {
        CompletableFuture<Reply> first = caller.post("/money/slow").key(key).start();
        gates.awaitEntered(key);
        CompletableFuture<Reply> second = caller.post("/money/slow").key(key).start();
        caller.post("/money/impatient", key).isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        second.join().isReplayOf(first.join());
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void anOperatorFindsAndDeletesARecordInTheStoreOfItsScope() {
        for (String scope : new String[] {"money", "loans", "notes"}) {
            caller.post("/" + scope, key).hasStatus(200);
            String record = "/actuator/idempotency/" + scope + "/" + key;
            assertThat(caller.get(record)
                            .send()
                            .hasStatus(200)
                            .json()
                            .path("state")
                            .asString())
                    .isEqualTo("COMPLETED");
            caller.call("DELETE", record).send().hasStatus(204);
            caller.get(record).send().hasStatus(404);
        }
    }

    @Test
    void anOperatorSettlesAnUnknownOutcomeInTheStoreOfItsScope() {
        caller.post("/money/lost", key).hasStatus(500);
        caller.post("/money/lost", key).isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        caller.post("/actuator/idempotency/money/" + key)
                .json("{\"happened\": false}")
                .send()
                .hasStatus(204);
        caller.post("/money/lost", key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    private static int rows() {
        return JdbcClient.create(postgres.dataSource())
                .sql("SELECT count(*) FROM idempotency_record")
                .query(Integer.class)
                .single();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Till.class)
    static class Bank {

        @Bean
        DataSource dataSource() {
            return postgres.dataSource();
        }
    }

    @RestController
    static class Till {

        private final Effects effects;

        private final Gates gates;

        Till(Effects effects, Gates gates) {
            this.effects = effects;
            this.gates = gates;
        }

        @PostMapping("/money")
        @Idempotent(scope = "money", fingerprint = Idempotent.FINGERPRINT_OFF)
        String pay() {
            return answer();
        }

        @PostMapping("/money/slow")
        @Idempotent(scope = "money", fingerprint = Idempotent.FINGERPRINT_OFF, onInProgress = InProgressPolicy.WAIT)
        String paySlowly(@RequestHeader("Idempotency-Key") String key) {
            gates.pass(key);
            return answer();
        }

        @PostMapping("/money/impatient")
        @Idempotent(scope = "money", fingerprint = Idempotent.FINGERPRINT_OFF)
        String payAtOnce() {
            return answer();
        }

        @PostMapping("/money/lost")
        @Idempotent(scope = "money", fingerprint = Idempotent.FINGERPRINT_OFF, effect = Effect.IRREVERSIBLE)
        String payAndForget() {
            effects.happen();
            throw new IllegalStateException("nobody knows");
        }

        @PostMapping("/loans")
        @Idempotent(scope = "loans", profile = "ledger")
        String lend() {
            return answer();
        }

        @PostMapping("/notes")
        @Idempotent(scope = "notes")
        String note() {
            return answer();
        }

        private String answer() {
            return "answer " + effects.happen() + " " + System.nanoTime();
        }
    }
}
