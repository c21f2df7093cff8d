package io.github.idempotency.starter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The outside project as it was packaged, in a process of its own. */
record OrdersProcess(Process process, int port) implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    static OrdersProcess start(int redisPort, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("orders.jar"),
                        "--server.port=0",
                        "--spring.data.redis.host=127.0.0.1",
                        "--spring.data.redis.port=" + redisPort)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Matcher started = Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .failFast(
                        "the application has ended",
                        () -> assertThat(process.isAlive()).as(read(log)).isTrue())
                .until(() -> STARTED.matcher(read(log)), Matcher::find);
        return new OrdersProcess(process, Integer.parseInt(started.group(1)));
    }

    private static String read(Path log) throws IOException {
        return Files.readString(log);
    }

    HttpResponse<String> order(@Nullable String key, String item) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + item + "\"}"));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
