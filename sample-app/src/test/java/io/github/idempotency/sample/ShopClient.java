package io.github.idempotency.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running sample as a stranger would. */
record ShopClient(int port) {

    private static final HttpClient http = HttpClient.newHttpClient();

    private static final JsonMapper json = new JsonMapper();

    HttpResponse<String> post(String path, @Nullable String key, String body) {
        return postAsync(path, key, body).join();
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, @Nullable String key, String body) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    String get(String path) throws IOException {
        try {
            return http.send(request(path).build(), BodyHandlers.ofString()).body();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException(ex);
        }
    }

    Effects effects() throws IOException {
        return json.readValue(get("/effects"), Effects.class);
    }

    static boolean replayed(HttpResponse<String> response) {
        return response.headers().firstValue("Idempotent-Replayed").isPresent();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }
}
