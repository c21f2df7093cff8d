package io.github.idempotency.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** One HTTP request; may be sent more than once. */
public final class Call {

    private final HttpClient client;

    private final HttpRequest.Builder request;

    private final String method;

    private HttpRequest.BodyPublisher body = BodyPublishers.noBody();

    Call(HttpClient client, String base, String method, String path) {
        this.client = client;
        this.method = method;
        this.request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    }

    public Call key(String key) {
        return header("Idempotency-Key", key);
    }

    public Call header(String name, String value) {
        request.header(name, value);
        return this;
    }

    public Call as(String user) {
        byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    public Call json(String document) {
        return body("application/json", document);
    }

    public Call form(String fields) {
        return body("application/x-www-form-urlencoded", fields);
    }

    public Call body(String type, String text) {
        return body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public Call body(String type, byte[] bytes) {
        body = BodyPublishers.ofByteArray(bytes);
        return header("Content-Type", type);
    }

    /** Without a length before it. */
    public Call chunked(String type, byte[] bytes) {
        body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
        return header("Content-Type", type);
    }

    public Reply send() {
        try {
            return Reply.of(client.send(built(), BodyHandlers.ofByteArray()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** Sends without waiting for the answer. */
    public CompletableFuture<Reply> start() {
        return client.sendAsync(built(), BodyHandlers.ofByteArray()).thenApply(Reply::of);
    }

    private HttpRequest built() {
        return request.method(method, body).build();
    }
}
