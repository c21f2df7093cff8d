package io.github.idempotency.benchmark.scale;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

import io.github.idempotency.benchmark.scale.app.StreamedController;

/** A caller of the streamed answers of an application. */
record Streams(HttpClient client, URI server) {

    /** Sends a call, or the same call again. */
    CompletableFuture<Streamed> call(String key, long millis) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(StreamedController.STREAM + "?millis=" + millis))
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Streamed::of);
    }

    /**
     * A stream that has ended.
     *
     * @param events that were in it
     * @param nanos when it ended
     */
    record Streamed(String events, long nanos) {

        static Streamed of(HttpResponse<String> response) {
            if (response.statusCode() != 200 || response.body().isEmpty()) {
                throw new IllegalStateException("A stream was answered with " + response.statusCode());
            }
            return new Streamed(
                    response.body()
                            .lines()
                            .filter(line -> line.startsWith("data:"))
                            .toList()
                            .toString(),
                    System.nanoTime());
        }
    }
}
