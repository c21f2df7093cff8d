package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.github.idempotency.sample.RawClient.EMAIL;
import static io.github.idempotency.sample.RawClient.TRANSFER;
import static io.github.idempotency.sample.RawClient.event;
import static io.github.idempotency.sample.RawClient.translation;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contract says of callers who log in and of what is kept from others, with the sample's profile {@code users}.
 *
 * <p>Broken on purpose, by starting it without {@code idempotency.encryption.key}: what the model said is found in the
 * files of Redis.
 */
class HttpContractUsersITests {

    private static final String ALICE = login("alice");

    private static final String BOB = login("bob");

    private static final String OPERATOR = login("olga");

    /** In whatever is sent and kept by nobody. */
    private static final String MARK = "cl4ss1f13d";

    private static final Tokens tokens = new Tokens("a secret of the shop and its partners");

    @TempDir
    static Path directory;

    static ShopProcess process;

    static RawClient shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        process = ShopProcess.start(
                directory,
                "--spring.profiles.active=users",
                "--sample.token-secret=" + tokens.secret(),
                "--sample.model.delay=1s",
                "--idempotency.encryption.key=one",
                "--idempotency.encryption.keys.one=" + Base64.getEncoder().encodeToString(new byte[32]),
                "--idempotency.web.on-large-request=refuse",
                "--management.endpoints.web.exposure.include=*",
                "--logging.level.io.github.idempotency=trace");
        shop = new RawClient(process.client().port());
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static String login(String name) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((name + ":" + name).getBytes(StandardCharsets.US_ASCII));
    }

    private RawAnswer post(String path, String user, String body) {
        return shop.send("POST", path, body, "Idempotency-Key: " + key, user);
    }

    private RawAnswer record(String method, String scope, String user) {
        return shop.send(method, "/actuator/idempotency/" + scope + "/" + key + "?owner=alice", "", user);
    }

    @Test
    @Row("two owners, two executions")
    void oneKeyOfTwoUsersIsTwoCalls() throws IOException {
        Effects before = shop.effects();
        RawAnswer ofAlice = post("/transfers", ALICE, TRANSFER).assertFirst(201);
        RawAnswer ofBob = post("/transfers", BOB, TRANSFER).assertFirst(201);
        assertThat(ofBob.body()).isNotEqualTo(ofAlice.body());
        post("/transfers", ALICE, TRANSFER).assertReplays(ofAlice);
        post("/transfers", BOB, TRANSFER).assertReplays(ofBob);
        assertThat(shop.effects().transfers()).isEqualTo(before.transfers() + 2);
    }

    @Test
    @Row("owners of several issuers")
    void oneSubjectOfTwoIssuersIsTwoUsers() throws GeneralSecurityException {
        String one = tokens.header("https://one.example", "agent");
        String other = tokens.header("https://other.example", "agent");
        RawAnswer ofOne = post("/transfers", one, TRANSFER).assertFirst(201);
        RawAnswer ofOther = post("/transfers", other, TRANSFER).assertFirst(201);
        assertThat(ofOther.body()).isNotEqualTo(ofOne.body());
        post("/transfers", one, TRANSFER).assertReplays(ofOne);
        post("/transfers", other, TRANSFER).assertReplays(ofOther);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "1000"})
    @Row("another owner's record cannot be told from none")
    void thatAliceHasUsedAKeyIsNotSeenByBob(String amount) {
        List<String> ofNone = sight(post("/transfers", BOB, TRANSFER));
        String used = UUID.randomUUID().toString();
        shop.send("POST", "/transfers", TRANSFER.replace("100", amount), "Idempotency-Key: " + used, ALICE)
                .assertFirst(201);
        assertThat(sight(shop.send("POST", "/transfers", TRANSFER, "Idempotency-Key: " + used, BOB)))
                .isEqualTo(ofNone);
        assertThat(record("GET", "transfers", BOB).status()).isEqualTo(403);
    }

    @Test
    @Row("another owner's record cannot be told from none")
    void thatACallOfAliceRunsIsNotSeenByBob() {
        CompletableFuture<RawAnswer> running = CompletableFuture.supplyAsync(() -> post("/emails", ALICE, EMAIL));
        awaitInProgress("emails");
        post("/emails", BOB, EMAIL).assertFirst(201);
        running.join().assertFirst(201);
    }

    private void awaitInProgress(String scope) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> record("GET", scope, OPERATOR).body().contains("IN_PROGRESS"));
    }

    /** What does not differ from one call to the next. */
    private static List<String> sight(RawAnswer answer) {
        return Stream.concat(
                        Stream.of(String.valueOf(answer.status()), answer.body().replaceAll("[0-9a-f]{4,}", "")),
                        answer.head().stream()
                                .map(line -> line.matches("(?i)(Date|X-Original-Request-Time|Idempotency-Expires):.*")
                                        ? line.substring(0, line.indexOf(':'))
                                        : line))
                .toList();
    }

    @Test
    @Row("keys of callers who are not authenticated")
    void aVisitorHasNoKeysOfHisOwn() throws IOException {
        String text = translation(key);
        Effects before = shop.effects();
        RawAnswer refused = post("/translations", "X-Visitor: yes", text)
                .assertProblem(403, "owner-missing", "idempotency_owner_required");
        assertThat(refused.header("Retry-After")).isEmpty();
        assertThat(shop.effects()).isEqualTo(before);
        RawAnswer ofAlice = post("/translations", ALICE, text).assertFirst(200);
        post("/translations", ALICE, text).assertReplays(ofAlice);
    }

    @Test
    @Row("keys of callers who are not authenticated")
    void aKeyThatIsInTheBodyIsSharedByAllVisitors() {
        RawAnswer first = shop.send("POST", "/webhooks/documents", event(key)).assertFirst(200);
        shop.send("POST", "/webhooks/documents", event(key), "X-Visitor: another")
                .assertReplays(first);
    }

    @Test
    @Row("validation and authentication before the claim, also of a replay")
    void nobodyGetsAnAnswerWhoIsNotLoggedIn() {
        assertThat(post("/transfers", "Authorization: Basic bm9ib2R5Ong=", TRANSFER)
                        .status())
                .isEqualTo(401);
        assertThat(record("GET", "transfers", OPERATOR).status()).isEqualTo(404);
        RawAnswer first = post("/transfers", ALICE, TRANSFER).assertFirst(201);
        assertThat(post("/transfers", "X-Visitor: yes", TRANSFER).status()).isEqualTo(401);
        post("/transfers", ALICE, TRANSFER).assertReplays(first);
    }

    @Test
    @Row("look-ups never show a body; deletion needs write access")
    void onlyOperatorsLookUpAndDelete() {
        RawAnswer first = post("/documents", ALICE, "terms").assertFirst(201);
        assertThat(record("GET", "documents", ALICE).status()).isEqualTo(403);
        assertThat(record("DELETE", "documents", ALICE).status()).isEqualTo(403);
        post("/documents", ALICE, "terms").assertReplays(first);

        assertThat(record("GET", "documents", OPERATOR).body())
                .contains("COMPLETED")
                .doesNotContain("size");
        assertThat(record("DELETE", "documents", OPERATOR).status()).isEqualTo(204);
        assertThat(post("/documents", ALICE, "terms").assertFirst(201).body()).isNotEqualTo(first.body());
    }

    @Test
    @Row("bodies over the bound: hashed, spooled, or refused")
    void aLargeBodyIsRefused() throws IOException {
        Effects before = shop.effects();
        assertThat(post("/transfers", ALICE, TRANSFER + " ".repeat(1_500_000)).status())
                .isEqualTo(413);
        assertThat(record("GET", "transfers", OPERATOR).status()).isEqualTo(404);
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    @Row("payload encryption")
    void whatTheModelSaidCannotBeReadInTheStore() throws IOException {
        ShopData data = new ShopData(directory);
        RawAnswer first = post("/emails", ALICE, EMAIL.replace("Ada", key)).assertFirst(201);
        assertThat(first.body()).contains("stand-in", key);
        assertThat(data.written("data/shop.db-wal")).contains(key);
        assertThat(data.written("data/redis"))
                .overridingErrorMessage("What the model said, or for whom, is in the files of Redis")
                .contains("appendonly")
                .doesNotContain("stand-in", key);
        post("/emails", ALICE, EMAIL.replace("Ada", key)).assertReplays(first);
    }

    @Test
    @Row("no key, body, credential or cookie in store keys, logs, meters, observations, problems or Actuator")
    void whatIsSentIsWrittenDownNowhere() throws IOException {
        String sent = TRANSFER.replaceFirst("}", ",\"note\":\"" + MARK + "\"}");
        List<RawAnswer> refusals = new ArrayList<>();
        String[] lines = {
            "Idempotency-Key: " + MARK, "Cookie: session=" + MARK, "X-Token: " + MARK, ALICE,
        };
        shop.send("POST", "/transfers", sent, lines).assertFirst(201);
        assertThat(shop.send("POST", "/transfers", sent, lines).isReplay()).isTrue();
        refusals.add(shop.send("POST", "/transfers", sent.replace("100", "101"), lines));
        refusals.add(post("/transfers", ALICE, "{\"" + MARK));
        refusals.add(shop.send("POST", "/transfers", sent, "Idempotency-Key: \"" + MARK, ALICE));
        refusals.add(shop.send("POST", "/translations", translation(MARK), "Idempotency-Key: " + MARK));
        shop.send("POST", "/webhooks/documents", event(MARK)).assertFirst(200);
        assertThat(refusals).extracting(RawAnswer::status).containsExactly(422, 400, 400, 403);
        assertNothingSecretIn(refusals.toString());
        ShopData data = new ShopData(directory);
        assertNothingSecretIn(data.written(process.client().port() + ".log"));
        assertNothingSecretIn(data.written("data/redis"));
        assertNothingSecretIn(actuator());
    }

    private static String actuator() {
        StringBuilder content = new StringBuilder();
        for (Map.Entry<String, JsonNode> link : ask("").path("_links").properties()) {
            boolean readable = !List.of("self", "heapdump", "threaddump").contains(link.getKey());
            if (readable && !link.getValue().path("templated").asBoolean()) {
                content.append(shop.send("GET", "/actuator/" + link.getKey(), "", OPERATOR));
            }
        }
        ask("/metrics").path("names").values().stream()
                .map(JsonNode::asString)
                .filter(name -> name.startsWith("idempotency") || name.startsWith("http"))
                .forEach(name -> content.append(ask("/metrics/" + name)));
        return content.append(ask("/idempotency/transfers")).toString();
    }

    private static JsonNode ask(String path) {
        RawAnswer answer = shop.send("GET", "/actuator" + path, "", OPERATOR);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private static void assertNothingSecretIn(String text) {
        assertThat(text).isNotEmpty().doesNotContain(MARK, ALICE.substring(ALICE.lastIndexOf(' ')));
    }
}
