package io.github.idempotency.sample;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A real one, which scrapes processes of the sample every second and judges the alert rules that are shipped. */
record Prometheus(Process process, int port) implements AutoCloseable {

    private static final HttpClient http = HttpClient.newHttpClient();

    private static final JsonMapper json = new JsonMapper();

    /** Where it is, if it is on the path. */
    static Optional<File> program() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, "prometheus"))
                .filter(File::canExecute)
                .findFirst();
    }

    static Prometheus start(File program, Path directory, Path rules, List<Integer> targets) throws IOException {
        int port = freePort();
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: [ "%s" ]
                scrape_configs:
                  - job_name: shop
                    metrics_path: /actuator/prometheus
                    static_configs: [ { targets: [ %s ] } ]
                """.formatted(
                rules.toAbsolutePath().normalize(),
                targets.stream().map(target -> "'127.0.0.1:" + target + "'").collect(Collectors.joining(", "))));
        Process process = new ProcessBuilder(
                        program.getPath(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port);
        Awaitility.await()
                .failFast("Prometheus has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> prometheus.query("sum(up)").isArray());
        return prometheus;
    }

    /** What an expression yields now. */
    JsonNode query(String expression) throws IOException {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    /** The number that an expression yields now; 0 if it yields none. */
    double value(String expression) throws IOException {
        return query(expression).path(0).path("value").path(1).asDouble(0);
    }

    /** Every alert that fires now, by its name and scope. */
    List<String> firing() throws IOException {
        return get("/api/v1/alerts")
                .path("alerts")
                .valueStream()
                .filter(alert -> alert.path("state").asString().equals("firing"))
                .map(alert -> alert.path("labels"))
                .map(labels -> labels.path("alertname").asString() + " "
                        + labels.path("scope").asString())
                .toList();
    }

    private JsonNode get(String path) throws IOException {
        try {
            String body = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            JsonNode answer = json.readTree(body);
            assertThat(answer.path("status").asString()).as(body).isEqualTo("success");
            return answer.path("data");
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException(ex);
        }
    }

    @Override
    public void close() {
        process.destroy();
        Awaitility.await().until(() -> process.waitFor(10, TimeUnit.MILLISECONDS));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
