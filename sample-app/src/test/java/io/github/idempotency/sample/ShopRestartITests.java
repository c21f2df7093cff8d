package io.github.idempotency.sample;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is left of the sample, its Redis and its database when the process is killed or shared. */
class ShopRestartITests {

    private static final String EMAIL = """
            {"customer":"Ada","topic":"your order"}""";

    private static final String TRANSFER = """
            {"from":"alice","to":"bob","amount":100}""";

    @TempDir
    Path directory;

    @Test
    void answersSurviveKillAndOrderlyRestart() throws IOException {
        ShopProcess killed = ShopProcess.start(directory);
        HttpResponse<String> email = killed.client().post("/emails", "email", EMAIL);
        HttpResponse<String> transfer = killed.client().post("/transfers", "transfer", TRANSFER);
        assertThat(transfer.statusCode()).isEqualTo(201);
        killed.kill();
        int leftOver = redisPort(directory);

        try (ShopProcess afterKill = ShopProcess.start(directory)) {
            assertReplay(afterKill.client().post("/emails", "email", EMAIL), email);
            assertReplay(afterKill.client().post("/transfers", "transfer", TRANSFER), transfer);
            assertThat(afterKill.client().effects()).isEqualTo(new Effects(1, 1, 0, 1));
            assertThat(redisPort(directory)).isEqualTo(leftOver);
        }
        assertGone(leftOver);

        try (ShopProcess afterStop = ShopProcess.start(directory)) {
            assertReplay(afterStop.client().post("/transfers", "transfer", TRANSFER), transfer);
            assertThat(afterStop.client().effects()).isEqualTo(new Effects(1, 1, 0, 1));
        }
    }

    /**
     * Killed among forty transfers, some are done, some are half-way and some have not begun. Each is sent again until
     * it is answered; each happens once.
     */
    @Test
    void transfersInFlightAtAKillHappenOnceEach() throws IOException {
        String shortLease = "--idempotency.scopes.transfers.lease=2s";
        ShopProcess killed = ShopProcess.start(directory, shortLease);
        List<String> keys =
                IntStream.range(0, 40).mapToObj(number -> "transfer-" + number).toList();
        List<CompletableFuture<HttpResponse<String>>> sent = keys.stream()
                .map(key -> killed.client().postAsync("/transfers", key, TRANSFER))
                .toList();
        CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).join();
        killed.kill();

        try (ShopProcess restarted = ShopProcess.start(directory, shortLease)) {
            for (String key : keys) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(restarted
                                        .client()
                                        .post("/transfers", key, TRANSFER)
                                        .statusCode())
                                .isEqualTo(201));
            }
            assertThat(restarted.client().effects().transfers()).isEqualTo(keys.size());
        }
    }

    @Test
    void lastOfTwoProcessesInOneDirectoryStopsTheirRedis() throws IOException {
        ShopProcess first = ShopProcess.start(directory);
        try (first;
                ShopProcess second = ShopProcess.start(directory)) {
            HttpResponse<String> email = first.client().post("/emails", "email", EMAIL);
            assertReplay(second.client().post("/emails", "email", EMAIL), email);
            first.close();
            assertReplay(second.client().post("/emails", "email", EMAIL), email);
            assertThat(second.client().effects()).isEqualTo(new Effects(1, 0, 0, 1));
        }
        assertGone(redisPort(directory));
    }

    @Test
    void processInAnotherDirectorySharesByConfiguration() throws IOException {
        Path other = Files.createDirectory(directory.resolve("second"));
        Path shop = Files.createDirectory(directory.resolve("first"));
        try (ShopProcess first = ShopProcess.start(shop);
                ShopProcess second = ShopProcess.start(
                        other,
                        "--spring.data.redis.port=" + redisPort(shop),
                        "--spring.datasource.url=jdbc:sqlite:../first/data/shop.db")) {
            HttpResponse<String> email = first.client().post("/emails", "email", EMAIL);
            assertReplay(second.client().post("/emails", "email", EMAIL), email);
            assertThat(second.client().effects()).isEqualTo(first.client().effects());
            assertThat(other.resolve("data/redis")).doesNotExist();
        }
    }

    private static int redisPort(Path directory) throws IOException {
        return Integer.parseInt(Files.readString(directory.resolve("data/redis/port")));
    }

    private static void assertGone(int port) {
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port).close());
    }

    private static void assertReplay(HttpResponse<String> retry, HttpResponse<String> first) {
        assertThat(retry.statusCode()).isEqualTo(first.statusCode());
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }
}
