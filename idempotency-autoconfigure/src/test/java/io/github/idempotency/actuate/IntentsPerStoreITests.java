package io.github.idempotency.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedApplication;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Executions without outcome of an application that keeps money in PostgreSQL and the rest in Redis. */
@SpringBootTest(
        classes = {GuardedApplication.class, IntentsPerStoreITests.Bank.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:two-stores.yml",
            "idempotency.scopes.loans.store=jdbc",
            "idempotency.jdbc.initialize-schema=always",
            "idempotency.recovery.enabled=true",
            "idempotency.recovery.interval=100ms",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.idempotencyintents.access=unrestricted",
        })
class IntentsPerStoreITests {

    private static final String PATH = "/actuator/idempotencyintents";

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Autowired
    private Caller caller;

    @Autowired
    private Till till;

    private final String key = Caller.newKey();

    private List<String> references(String scope) {
        List<String> references = new ArrayList<>();
        String after = "";
        do {
            JsonNode page =
                    caller.get(PATH + "?limit=2" + after).send().hasStatus(200).json();
            page.path("scopes")
                    .path(scope)
                    .forEach(intent -> references.add(intent.path("reference").asString()));
            after = "&after=" + page.path("next").asString("");
        } while (!after.equals("&after="));
        return references;
    }

    private void settle(String reference, boolean happened, int status) {
        caller.post(PATH + "/" + reference)
                .json("{\"happened\":" + happened + "}")
                .send()
                .hasStatus(status);
    }

    @Test
    void theyAreListedAndSettledWhereverTheyAre() {
        assertThatThrownBy(() -> till.pay(key)).hasMessage("nobody knows");
        assertThatThrownBy(() -> till.note(key)).hasMessage("nobody knows");

        List<String> money = references("money");
        List<String> notes = references("notes");
        assertThat(money).hasSize(1);
        assertThat(notes).hasSize(1);
        settle(money.get(0), true, 204);
        settle(notes.get(0), false, 204);

        assertThat(references("money")).isEmpty();
        settle(money.get(0), true, 404);
        settle(notes.get(0), false, 409);
        assertThat(catchThrowableOfType(IdempotencyException.class, () -> till.pay(key))
                        .problem())
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThatThrownBy(() -> till.note(key)).hasMessage("nobody knows");
    }

    @Test
    void recoveryAsksInEveryStore() {
        assertThatThrownBy(() -> till.lend(key)).hasMessage("nobody knows");
        assertThatThrownBy(() -> till.mail(key)).hasMessage("nobody knows");
        assertThat(references("loans")).hasSize(1);
        assertThat(references("mails")).hasSize(1);

        Till.FOUND.addAll(references("loans"));
        Till.FOUND.addAll(references("mails"));

        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        references("loans").isEmpty() && references("mails").isEmpty());
        assertThat(till.lend(key)).isEqualTo("found");
        assertThat(till.mail(key)).isEqualTo("found");
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Till.class)
    static class Bank {

        @Bean
        DataSource dataSource() {
            return postgres.dataSource();
        }

        @Bean
        Reconciler books() {
            return lost -> Till.FOUND.contains(lost.storeKey().reference())
                    ? Reconciliation.happened("found")
                    : Reconciliation.cannotTell();
        }
    }

    @Service
    static class Till {

        static final Set<String> FOUND = ConcurrentHashMap.newKeySet();

        @Idempotent(key = "#id", scope = "money", effect = Effect.IRREVERSIBLE)
        public String pay(String id) {
            throw new IllegalStateException("nobody knows");
        }

        @Idempotent(key = "#id", scope = "notes", effect = Effect.IRREVERSIBLE)
        public String note(String id) {
            throw new IllegalStateException("nobody knows");
        }

        @Idempotent(key = "#id", scope = "loans", effect = Effect.IRREVERSIBLE, reconcileWith = "books")
        public String lend(String id) {
            throw new IllegalStateException("nobody knows");
        }

        @Idempotent(key = "#id", scope = "mails", effect = Effect.IRREVERSIBLE, reconcileWith = "books")
        public String mail(String id) {
            throw new IllegalStateException("nobody knows");
        }
    }
}
