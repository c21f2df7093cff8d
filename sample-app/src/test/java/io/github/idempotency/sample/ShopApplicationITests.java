package io.github.idempotency.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Every endpoint, over HTTP, on the Redis that the application brings along. */
class ShopApplicationITests {

    private static final String EMAIL = """
            {"customer":"Ada","topic":"your order"}""";

    private static final String TRANSFER = """
            {"from":"alice","to":"bob","amount":100}""";

    private static final String TASK = """
            {"task":"Give the price of order A-17 back and tell the customer"}""";

    @TempDir
    static Path data;

    static ConfigurableApplicationContext application;

    static ShopClient shop;

    final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        application = ShopApplication.application()
                .run("--server.port=0", "--sample.data-dir=" + data, "--spring.main.register-shutdown-hook=false");
        shop = new ShopClient(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void retriedEmailIsSentOnce() throws IOException {
        Effects before = shop.effects();
        HttpResponse<String> first = shop.post("/emails", key, EMAIL);
        HttpResponse<String> retry = shop.post("/emails", key, EMAIL);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).contains("\"id\"", "\"text\"", "\"tokens\"", "local stand-in");
        assertThat(ShopClient.replayed(first)).isFalse();
        assertReplay(retry, first);
        assertThat(shop.effects()).isEqualTo(plus(before, 1, 0, 0, 1));
    }

    @Test
    void anotherKeyIsAnotherEmail() throws IOException {
        Effects before = shop.effects();
        String first = shop.post("/emails", key, EMAIL).body();
        String second = shop.post("/emails", key + "-2", EMAIL).body();
        assertThat(second).isNotEqualTo(first);
        assertThat(shop.effects()).isEqualTo(plus(before, 2, 0, 0, 2));
    }

    @Test
    void usedKeyWithAnotherEmailIsRefused() throws IOException {
        HttpResponse<String> first = shop.post("/emails", key, EMAIL);
        Effects before = shop.effects();
        assertThat(shop.post("/emails", key, EMAIL.replace("Ada", "Bob")).statusCode())
                .isEqualTo(422);
        assertReplay(shop.post("/emails", key, EMAIL), first);
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    void missingKeyIsRefused() throws IOException {
        Effects before = shop.effects();
        assertThat(shop.post("/emails", null, EMAIL).statusCode()).isEqualTo(400);
        assertThat(shop.post("/transfers", null, TRANSFER).statusCode()).isEqualTo(400);
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    void twoAtOnceAreOneEmail() throws IOException {
        Effects before = shop.effects();
        List<CompletableFuture<HttpResponse<String>>> both =
                List.of(shop.postAsync("/emails", key, EMAIL), shop.postAsync("/emails", key, EMAIL));
        List<HttpResponse<String>> answers =
                both.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(201, 409);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .allSatisfy(refused ->
                        assertThat(refused.headers().firstValue("Retry-After")).isPresent());
        assertThat(ShopClient.replayed(shop.post("/emails", key, EMAIL))).isTrue();
        assertThat(shop.effects()).isEqualTo(plus(before, 1, 0, 0, 1));
    }

    @Test
    void retriedTransferMovesMoneyOnce() throws IOException {
        Effects before = shop.effects();
        HttpResponse<String> first = shop.post("/transfers", key, TRANSFER);
        assertThat(first.statusCode()).isEqualTo(201);
        assertReplay(shop.post("/transfers", key, TRANSFER), first);
        assertThat(shop.post("/transfers", key, TRANSFER.replace("100", "1000")).statusCode())
                .isEqualTo(422);
        assertThat(shop.effects()).isEqualTo(plus(before, 0, 1, 0, 0));
    }

    @Test
    void refusalsOfTransfersAreReplayed() throws IOException {
        Effects before = shop.effects();
        String tooMuch = """
                {"from":"alice","to":"bob","amount":2000000}""";
        HttpResponse<String> insufficient = shop.post("/transfers", key, tooMuch);
        assertThat(insufficient.statusCode()).isEqualTo(402);
        assertThat(insufficient.body()).contains("does not hold that much");
        assertReplay(shop.post("/transfers", key, tooMuch), insufficient);

        String nobody = TRANSFER.replace("bob", "nobody");
        HttpResponse<String> unknown = shop.post("/transfers", key + "-2", nobody);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertReplay(shop.post("/transfers", key + "-2", nobody), unknown);
        assertThat(shop.effects()).isEqualTo(before);
    }

    @Test
    void unreadableAmountClaimsNoKey() {
        assertThat(shop.post("/transfers", key, TRANSFER.replace("100", "100.5"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(shop.post("/transfers", key, TRANSFER.replace("100", "-100")).statusCode())
                .isEqualTo(400);
        assertThat(shop.post("/transfers", key, TRANSFER).statusCode()).isEqualTo(201);
    }

    @Test
    void redeliveredEventIsHandledOnce() throws IOException {
        Effects before = shop.effects();
        String event = """
                {"eventId":"%s","documentId":"terms"}""".formatted(key);
        HttpResponse<String> first = shop.post("/webhooks/documents", null, event);
        assertThat(first.statusCode()).isEqualTo(200);
        assertReplay(shop.post("/webhooks/documents", null, event), first);
        assertThat(shop.effects()).isEqualTo(plus(before, 0, 0, 1, 1));
    }

    @Test
    void oneDocumentIsSummarizedOnce() throws IOException {
        Effects before = shop.effects();
        String request = """
                {"documentId":"%s"}""".formatted(key);
        HttpResponse<String> first = shop.post("/summaries", null, request);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(shop.post("/summaries", null, request).body()).isEqualTo(first.body());
        assertThat(shop.effects()).isEqualTo(plus(before, 0, 0, 1, 1));
    }

    @Test
    void theAssistantPaysBackAndTellsTheCustomerOnce() throws IOException {
        Effects before = shop.effects();
        HttpResponse<String> first = shop.post("/assistant", key, TASK);
        assertThat(first.body()).contains("I have given the price of A-17 back");
        assertThat(first.statusCode()).isEqualTo(200);
        assertReplay(shop.post("/assistant", key, TASK), first);
        assertThat(shop.effects()).isEqualTo(plus(before, 1, 1, 0, 4));
        shop.post("/assistant", key + "-2", TASK.replace("A-17", "A-17 and of A-18"));
        assertThat(shop.effects()).isEqualTo(plus(before, 3, 3, 0, 11));
    }

    @Test
    void theAssistantSaysWhatItsToolsCouldNotDo() throws IOException {
        Effects before = shop.effects();
        HttpResponse<String> answer = shop.post("/assistant", key, TASK.replace("A-17", "A-404"));
        assertThat(answer.body()).contains("I could not", "no order 'A-404'");
        assertThat(shop.effects()).isEqualTo(plus(before, 0, 0, 0, 2));
    }

    @Test
    void actuatorKnowsTheScopes() {
        shop.post("/emails", key, EMAIL);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(shop.get("/actuator/idempotency")).contains("emails"));
    }

    private static void assertReplay(HttpResponse<String> retry, HttpResponse<String> first) {
        assertThat(retry.statusCode()).isEqualTo(first.statusCode());
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }

    private static Effects plus(Effects before, int emails, int transfers, int summaries, int modelCalls) {
        return new Effects(
                before.emails() + emails,
                before.transfers() + transfers,
                before.summaries() + summaries,
                before.modelCalls() + modelCalls);
    }
}
