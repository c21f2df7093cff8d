package io.github.idempotency.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.idempotency.sample.RawClient.TRANSFER;
import static io.github.idempotency.sample.RawClient.translation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the contract says of requests where their form is set otherwise: keys in quotes only and in other headers too,
 * bodies that are larger than is held, and handlers that take longer than there are threads.
 */
class HttpContractRequestsITests {

    @TempDir
    static Path directory;

    static ShopProcess process;

    static RawClient shop;

    private final String key = UUID.randomUUID().toString();

    private final String header = header("Idempotency-Key", key);

    @BeforeAll
    static void start() throws IOException {
        process = ShopProcess.start(
                directory,
                // What asks the model has no end.
                "--sample.model.delay=1h",
                "--spring.lifecycle.timeout-per-shutdown-phase=1s",
                "--server.tomcat.threads.max=2",
                "--server.tomcat.threads.min-spare=2",
                "--idempotency.web.key.strict=true",
                "--idempotency.web.key.pattern=[a-z0-9-]+",
                "--idempotency.web.key.min-length=36",
                "--idempotency.web.key.max-length=40",
                "--idempotency.web.header-aliases=X-Idempotency-Key,X-Request-Id",
                "--idempotency.web.replay-marks=X-Idempotency-Replayed,X-From-Cache",
                "--idempotency.web.max-request-size=64KB",
                "--idempotency.web.max-spooled-size=256KB");
        shop = new RawClient(process.client().port());
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static String header(String name, String key) {
        return name + ": \"" + key + '"';
    }

    private RawAnswer transfer(String... lines) {
        return shop.send("POST", "/transfers", TRANSFER, lines);
    }

    @Test
    @Row("`STRICT` quoted form only")
    void onlyAQuotedKeyIsAKey() throws IOException {
        Effects before = shop.effects();
        transfer("Idempotency-Key: " + key).assertProblem(400, "key-invalid", "idempotency_key_invalid");
        transfer("X-Request-Id: " + key).assertProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(shop.effects()).isEqualTo(before);
        RawAnswer first = transfer(header).assertFirst(201);
        transfer(header).assertReplays(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Idempotency-Key", "x-request-id"})
    @Row("header aliases; configurable pattern and bounds")
    void anotherHeaderCarriesTheSameKey(String alias) {
        RawAnswer first = transfer(header(alias, key)).assertFirst(201);
        transfer(header).assertReplays(first);
        RawAnswer replay = transfer(header(alias, key));
        replay.assertReplays(first);
        assertThat(replay.header(alias)).isPresent();
        assertThat(replay.header("Idempotency-Key")).isEmpty();
    }

    @Test
    @Row("header aliases; configurable pattern and bounds")
    void twoKeysInTwoHeadersAreRefused() throws IOException {
        Effects before = shop.effects();
        String other = UUID.randomUUID().toString();
        RawAnswer refused = transfer(header, header("X-Request-Id", other))
                .assertProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(refused.body()).contains("Idempotency-Key", "X-Request-Id").doesNotContain(key, other);
        assertThat(shop.effects()).isEqualTo(before);
    }

    static Stream<String> unfit() {
        String key = UUID.randomUUID().toString();
        return Stream.of(key.substring(1), key + "-1234", key.toUpperCase().replace('-', '_'));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    @Row("header aliases; configurable pattern and bounds")
    void aKeyThatDoesNotMatchOrIsTooShortOrTooLongIsRefused(String unfit) {
        transfer(header("Idempotency-Key", unfit)).assertProblem(400, "key-invalid", "idempotency_key_invalid");
    }

    @Test
    @Row("compatibility headers `X-Idempotency-Replayed`, `X-From-Cache`")
    void aReplayIsMarkedInOtherWaysToo() {
        RawAnswer first = transfer(header).assertFirst(201);
        RawAnswer replay = transfer(header);
        for (String mark : List.of("Idempotent-Replayed", "X-Idempotency-Replayed", "X-From-Cache")) {
            assertThat(first.header(mark)).as(mark).isEmpty();
            assertThat(replay.header(mark)).as(mark).hasValue("true");
        }
    }

    @Test
    @Row("bodies over the bound: hashed, spooled, or refused")
    void aLargeBodyIsComparedByItsBytes() throws IOException {
        Effects before = shop.effects();
        String large = TRANSFER + " ".repeat(100_000);
        RawAnswer first = shop.send("POST", "/transfers", large, header).assertFirst(201);
        shop.send("POST", "/transfers", large, header).assertReplays(first);
        shop.send("POST", "/transfers", large + " ", header).assertProblem(422, "key-reused", "idempotency_conflict");
        assertThat(shop.effects().transfers()).isEqualTo(before.transfers() + 1);
    }

    @Test
    @Row({"bodies over the bound: hashed, spooled, or refused", "handler functions"})
    void aLargeBodyThatTheHandlerReadsItselfIsSpooledUpToABound() throws IOException {
        String large = "page ".repeat(20_000);
        RawAnswer first = shop.send("POST", "/documents", large, header).assertFirst(201);
        assertThat(first.body()).contains("\"size\":100000");
        shop.send("POST", "/documents", large, header).assertReplays(first);
        shop.send("POST", "/documents", large + "1", header).assertProblem(422, "key-reused", "idempotency_conflict");

        String other = UUID.randomUUID().toString();
        assertThat(shop.send("POST", "/documents", "page ".repeat(60_000), header("Idempotency-Key", other))
                        .status())
                .isEqualTo(413);
        assertThat(shop.lookUp("documents", other).path("state").isMissingNode())
                .isTrue();
        assertThat(directory.resolve("data/documents").toFile().list()).hasSize(1);
    }

    /** Three times as many run as the server has threads, and it answers all the same. */
    @Test
    @Row("handlers that answer later: the claim lasts until the answer, a replay is there at once, no thread is"
            + " held")
    void whatIsAnsweredLaterHoldsNoThread() throws IOException {
        List<String> keys =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(6).toList();
        List<Socket> callers = new ArrayList<>();
        for (String each : keys) {
            callers.add(shop.begin("POST", "/translations", translation(each), header("Idempotency-Key", each)));
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(keys)
                        .allSatisfy(each -> assertThat(shop.lookUp("translations", each)
                                        .path("state")
                                        .asString(""))
                                .isEqualTo("IN_PROGRESS")));
        shop.send("POST", "/translations", translation(keys.get(0)), header("Idempotency-Key", keys.get(0)))
                .assertProblem(409, "in-progress", "idempotency_in_flight");
        for (Socket caller : callers) {
            caller.close();
        }
    }
}
