package io.github.idempotency.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.idempotency.benchmark.server.Orders;

/** Sends orders one by one, for what is counted and not timed. */
record OrderClient(URI server) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static String body(String text, int millis) {
        return "{\"text\":\"%s\",\"millis\":%d}".formatted(text, millis);
    }

    HttpResponse<String> order(Guard guard, String key, String body) {
        return send(HttpRequest.newBuilder(server.resolve(guard.path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Those of orders that take their time, since they were forgotten. */
    Orders.Executions executions() {
        String[] counts = send(HttpRequest.newBuilder(server.resolve(Orders.EXECUTIONS)))
                .body()
                .replaceAll("[^0-9,]", "")
                .split(",");
        return new Orders.Executions(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
    }

    void forget() {
        send(HttpRequest.newBuilder(server.resolve(Orders.EXECUTIONS)).DELETE());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
