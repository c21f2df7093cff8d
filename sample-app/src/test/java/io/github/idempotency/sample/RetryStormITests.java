package io.github.idempotency.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Two processes of the packaged sample in a storm of retries, watched by Actuator and by Prometheus: what they tell is what
 * the clients have seen, what the store has counted and what is in the database, to the last call. Then one of them is
 * started without the guard of one endpoint.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetryStormITests {

    private static final String EMAIL = """
            {"customer":"Ada","topic":"your order"}""";

    private static final String TRANSFER = """
            {"from":"alice","to":"bob","amount":1}""";

    private static final String TRANSLATION = """
            {"text":"good morning","language":"de"}""";

    private static final String SUMMARY = """
            {"documentId":"contract"}""";

    private static final String[] SETTINGS = {
        // Long enough for duplicates to come meanwhile.
        "--sample.model.delay=200ms",
        "--idempotency.scopes.translations.on-in-progress=WAIT",
        "--idempotency.scopes.summaries.max-result-size=1B"
    };

    private static final int CLIENTS = 25;

    private static final Path MONITORING = Path.of("..", "docs", "monitoring");

    private static final JsonMapper json = new JsonMapper();

    @TempDir
    static Path directory;

    static ShopProcess one;

    static ShopProcess other;

    static RetryStorm emails;

    static RetryStorm transfers;

    @BeforeAll
    static void start() throws IOException {
        one = ShopProcess.start(directory, SETTINGS);
        other = ShopProcess.start(directory, SETTINGS);
        List<ShopClient> shops = List.of(one.client(), other.client());
        emails = new RetryStorm(shops);
        transfers = new RetryStorm(shops);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    @Order(1)
    void theTotalsOfBothAreWhatTheClientsSawAndTheStoreAndTheDatabaseHold() throws IOException {
        emails.blow(CLIENTS, "/emails", EMAIL);
        transfers.blow(CLIENTS, "/transfers", TRANSFER);
        assertThat(emails.firsts()).isEqualTo(CLIENTS);
        assertThat(transfers.firsts()).isEqualTo(CLIENTS);
        Effects effects = one.client().effects();
        assertThat(effects.emails()).isEqualTo(CLIENTS);
        assertThat(effects.transfers()).isEqualTo(CLIENTS);
        for (ShopProcess shop : List.of(one, other)) {
            assertCounted(shop, "emails", emails);
            assertCounted(shop, "transfers", transfers);
        }
        assertThat(replaysInTheStore("emails", emails)).isEqualTo(emails.replays());
        assertThat(replaysInTheStore("transfers", transfers)).isEqualTo(transfers.replays());
    }

    /** Each node flushes what it has counted now and then. */
    private static void assertCounted(ShopProcess shop, String scope, RetryStorm seen) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode totals = json.readTree(shop.client().get("/actuator/idempotency"))
                    .path("scopes")
                    .path(scope)
                    .path("cluster");
            assertThat(totals.path("executions").asLong()).isEqualTo(seen.firsts());
            assertThat(totals.path("replays").asLong()).isEqualTo(seen.replays());
            assertThat(totals.path("inProgress").asLong()).isEqualTo(seen.refusals());
        });
    }

    private static long replaysInTheStore(String scope, RetryStorm seen) throws IOException {
        long replays = 0;
        for (String key : seen.keys()) {
            replays += json.readTree(one.client().get("/actuator/idempotency/" + scope + "/" + key))
                    .path("replays")
                    .asLong();
        }
        return replays;
    }

    @Test
    @Order(2)
    void everyPanelHasDataAndTheOneAlertIsOnTheEndpointThatLostItsGuard() throws IOException {
        File program = Prometheus.program().orElse(null);
        assumeTrue(program != null, "prometheus is on the path");
        Path unguarded = directory.resolve("unguarded");
        UnguardedClasses.write("io.github.idempotency.sample.email.EmailController", unguarded);
        other.close();
        String[] settings = Arrays.copyOf(SETTINGS, SETTINGS.length + 1);
        settings[SETTINGS.length] = "--sample.model.name=without-a-price";
        other = ShopProcess.startWith(unguarded, directory, settings);
        Path rules = MONITORING.resolve("idempotency-alerts.yml");
        List<Integer> targets = List.of(one.client().port(), other.client().port());
        try (Prometheus prometheus = Prometheus.start(program, directory, rules, targets)) {
            awaitScrapes(prometheus);
            RetryStorm guarded = new RetryStorm(List.of(one.client()));
            guarded.blow(CLIENTS, "/emails", EMAIL);
            guarded.blow(1, "/translations", TRANSLATION);
            one.client().post("/summaries", null, SUMMARY);
            other.client().post("/translations", "unpriced", TRANSLATION.replace("morning", "night"));
            awaitScrapes(prometheus);
            assertThat(prometheus.firing()).isEmpty();
            for (String expression : panels()) {
                assertThat(prometheus.query(expression)).as(expression).isNotEmpty();
            }
            long sent = one.client().effects().emails();
            for (ShopClient shop : List.of(one.client(), other.client(), one.client(), other.client())) {
                assertThat(shop.post("/emails", "lost", EMAIL).statusCode()).isEqualTo(201);
            }
            // One by the guarded endpoint, and each of the others.
            assertThat(one.client().effects().emails()).isEqualTo(sent + 3);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(prometheus.firing())
                            .containsExactly("IdempotencyPathNotGuarded"
                                    + " io.github.idempotency.sample.email.EmailController.send"));
        }
    }

    /** Every process has been scraped three times more: a rate needs two samples. */
    private static void awaitScrapes(Prometheus prometheus) throws IOException {
        String scrapes = "min(count_over_time(up[1h]))";
        double before = prometheus.value(scrapes);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> prometheus.value(scrapes) >= before + 3 && prometheus.value("count(up == 1)") == 2);
    }

    private static Set<String> panels() throws IOException {
        Set<String> expressions = new TreeSet<>();
        json.readTree(Files.readString(MONITORING.resolve("idempotency-dashboard.json")))
                .findValuesAsString("expr")
                .forEach(expression -> expressions.add(expression
                        .replace("$scope", ".+")
                        .replace("$__rate_interval", "1m")
                        .replace("$__range", "1h")));
        return expressions;
    }
}
