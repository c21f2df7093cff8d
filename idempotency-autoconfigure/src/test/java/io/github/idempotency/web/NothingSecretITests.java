package io.github.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedApplication;
import io.github.idempotency.app.Ledger;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Marked secrets go through every state a record can have, through outages and through damage, and are then looked for
 * wherever anything is written down. What a stored answer says is what the handler said, and is not looked at.
 *
 * <p>Broken on purpose, by logging what the application's own code throws as it is: the key of an answer that cannot be
 * encoded is found in the log.
 */
@SpringBootTest(
        classes = GuardedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.scopes.small.max-result-size=1KB",
            "spring.data.redis.timeout=2s",
            "spring.data.redis.connect-timeout=2s",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.idempotency.access=unrestricted",
            "management.endpoint.health.show-details=always",
            "logging.level.io.github.idempotency=trace",
        })
@Import(NothingSecretITests.Observations.class)
class NothingSecretITests {

    private static final String CREDENTIALS =
            Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));

    /** In whatever is sent, but for the credentials, which are what they are. */
    private static final String MARK = "cl4ss1f13d";

    private static final String PATH = "/owned/states/" + MARK + "-path";

    private static final List<String> SECRETS = List.of(MARK, CREDENTIALS, "secret-set-cookie");

    private static final Set<String> UNREADABLE = Set.of("heapdump", "threaddump", "logfile");

    @TestConfiguration(proxyBeanMethods = false)
    static class Observations {

        final List<String> seen = new CopyOnWriteArrayList<>();

        /** Spring observes the URL of a request itself. */
        @Bean
        ObservationHandler<Observation.Context> recorder() {
            return new ObservationHandler<>() {

                @Override
                public void onStop(Observation.Context context) {
                    context.getAllKeyValues().stream()
                            .filter(pair -> !pair.getKey().equals("http.url"))
                            .forEach(pair -> seen.add(context.getName() + " " + pair));
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            };
        }
    }

    @Autowired
    private Caller caller;

    @Autowired
    private Gates gates;

    @Autowired
    private Ledger ledger;

    @Autowired
    private EmbeddedRedis redis;

    @Autowired
    private RedisConnectionFactory connections;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Observations observations;

    @Autowired
    private RecordingIdempotencyListener events;

    private final List<Reply> replies = new ArrayList<>();

    private static String newKey() {
        return MARK + "-key-" + Caller.newKey();
    }

    private Call call(String path, String key) {
        return caller.post(path)
                .key(key)
                .header("Authorization", "Basic " + CREDENTIALS)
                .header("Cookie", "session=" + MARK + "-cookie")
                .header("X-Token", MARK + "-header");
    }

    private Reply send(String path, String key, String state, String body) {
        Reply reply = call(path, key)
                .header("X-State", state)
                .json("{\"note\":\"" + MARK + "-body-" + body + "\"}")
                .send();
        replies.add(reply);
        return reply;
    }

    private Reply leave(String state, String key) {
        return send("/owned/states", key, state, "");
    }

    @Test
    void whatIsSentIsWrittenDownNowhere() {
        await().until(() -> leave("completed", newKey()).status() == 200);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        OutputStreamAppender<ILoggingEvent> appender = capture(log);
        try {
            everyAnswerThereIs();
            everyStateThereIs();
            damage();
            outages();
            services();
        } finally {
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(appender);
            appender.stop();
        }
        // The error page says the path; it is not ours.
        assertThat(replies)
                .filteredOn(reply -> reply.text().contains("\"idempotency_"))
                .hasSizeGreaterThan(8)
                .allSatisfy(reply -> {
                    assertNoSecretIn(reply.text());
                    assertNoSecretIn(reply.headers().toString());
                });
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("The idempotency store could not");
        assertNoSecretIn(log.toString(StandardCharsets.UTF_8));
        assertNoSecretIn(store());
        assertNoSecretIn(
                meters.getMeters().stream().map(meter -> meter.getId()).toList().toString());
        assertThat(observations.seen).isNotEmpty();
        assertNoSecretIn(observations.seen.toString());
        assertThat(events.events()).isNotEmpty();
        assertNoSecretIn(events.events().toString());
        assertNoSecretIn(actuator());
    }

    private void everyAnswerThereIs() {
        String key = newKey();
        send(PATH, key, "", "").hasStatus(200).isFirst();
        Reply replay = send(PATH, key, "", "").hasStatus(200);
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
        send(PATH, key, "", "other").hasStatus(422);
        send(PATH, "\"" + key, "", "").hasStatus(400);
        replies.add(caller.post("/values/record").key(key).send().hasStatus(403));
        replies.add(call("/payments/by-id", key)
                .json("{\"id\":null,\"amount\":1,\"note\":\"" + MARK + "\"}")
                .send()
                .hasStatus(400));
    }

    private void everyStateThereIs() {
        for (String state : List.of("completed", "unknown", "not-retained")) {
            String key = newKey();
            leave(state, key).hasStatus(state.equals("unknown") ? 500 : 200);
            leave(state, key).hasStatus(state.equals("completed") ? 200 : 409);
        }
        String key = newKey();
        CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> leave("in-progress", key));
        gates.awaitEntered(key);
        leave("", key).hasStatus(409);
        gates.open(key);
        running.join();
    }

    /** Other bytes where the record was. */
    private void damage() {
        for (String damage : List.of("x", "no record of ours at all, but as long as one would be")) {
            String key = newKey();
            Set<String> before = storeKeys();
            leave("completed", key).hasStatus(200);
            Set<String> after = storeKeys();
            after.removeAll(before);
            try (RedisConnection connection = connections.getConnection()) {
                after.forEach(record -> connection
                        .stringCommands()
                        .set(record.getBytes(StandardCharsets.ISO_8859_1), damage.getBytes(StandardCharsets.UTF_8)));
            }
            leave("completed", key).hasStatus(409);
        }
    }

    private void outages() {
        String key = newKey();
        CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> leave("in-progress", key));
        gates.awaitEntered(key);
        redis.node().stop();
        gates.open(key);
        running.join();
        leave("completed", newKey()).hasStatus(503);
        redis.node().start();
        await().until(() -> leave("completed", newKey()).status() == 200);
        await().until(() -> leave("completed", key).status() != 503);
    }

    /** Whose answers cannot be written, and whose reconciler fails. */
    private void services() {
        ledger.receipt(newKey());
        String key = newKey();
        send("/recovering/payments/" + MARK, key, "", "").hasStatus(500);
        send("/recovering/payments/" + MARK, key, "", "").hasStatus(409);
    }

    private static OutputStreamAppender<ILoggingEvent> capture(ByteArrayOutputStream log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %logger %mdc %msg%n%xEx");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return appender;
    }

    private Set<String> storeKeys() {
        try (RedisConnection connection = connections.getConnection()) {
            return connection.keyCommands().keys("*".getBytes(StandardCharsets.US_ASCII)).stream()
                    .map(key -> new String(key, StandardCharsets.ISO_8859_1))
                    .collect(Collectors.toSet());
        }
    }

    /** Keys, and what is stored under them: no handler here puts into its answer what it was sent. */
    private String store() {
        StringBuilder content = new StringBuilder();
        try (RedisConnection connection = connections.getConnection()) {
            for (String key : storeKeys()) {
                content.append(key).append('\n');
                values(connection, key.getBytes(StandardCharsets.ISO_8859_1))
                        .forEach(value -> content.append(new String(value, StandardCharsets.ISO_8859_1))
                                .append('\n'));
            }
        }
        return content.toString();
    }

    /** Of a record, or of the totals: these are hashes. */
    private static List<byte[]> values(RedisConnection connection, byte[] key) {
        if (connection.keyCommands().type(key) != DataType.HASH) {
            return List.of(connection.stringCommands().get(key));
        }
        List<byte[]> values = new ArrayList<>();
        connection.hashCommands().hGetAll(key).forEach((field, amount) -> values.addAll(List.of(field, amount)));
        return values;
    }

    private String actuator() {
        StringBuilder content = new StringBuilder();
        JsonNode links = caller.get("/actuator").send().hasStatus(200).json().path("_links");
        for (Map.Entry<String, JsonNode> link : links.properties()) {
            if (!link.getValue().path("templated").asBoolean() && !UNREADABLE.contains(link.getKey())) {
                content.append(caller.get("/actuator/" + link.getKey().replace("self", ""))
                                .send()
                                .text())
                        .append('\n');
            }
        }
        for (String name : caller.get("/actuator/metrics").send().json().path("names").values().stream()
                .map(JsonNode::asString)
                .toList()) {
            content.append(caller.get("/actuator/metrics/" + name).send().text())
                    .append('\n');
        }
        return content.append(caller.get("/actuator/idempotency/small")
                        .send()
                        .hasStatus(200)
                        .text())
                .toString();
    }

    private static void assertNoSecretIn(String text) {
        for (String secret : SECRETS) {
            assertThat(text).doesNotContain(secret);
        }
    }
}
