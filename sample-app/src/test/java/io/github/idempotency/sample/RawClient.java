package io.github.idempotency.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes requests to a socket line by line, also such as no client library would. */
record RawClient(int port) {

    static final String EMAIL = """
            {"customer":"Ada","topic":"your order"}""";

    static final String TRANSFER = """
            {"from":"alice","to":"bob","amount":100}""";

    static String event(String id) {
        return """
                {"eventId":"%s","documentId":"terms"}""".formatted(id);
    }

    static String translation(String text) {
        return """
                {"text":"%s","language":"de"}""".formatted(text);
    }

    /** A request with a plain key. */
    RawAnswer post(String path, String key, String body) {
        return send("POST", path, body, "Idempotency-Key: " + key);
    }

    CompletableFuture<RawAnswer> postAsync(String path, String key, String body) {
        return CompletableFuture.supplyAsync(() -> post(path, key, body), task -> new Thread(task).start());
    }

    RawAnswer send(String method, String path, String body, String... lines) {
        try (Socket socket = begin(method, path, body, lines)) {
            return RawAnswer.read(socket.getInputStream());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A request that is sent, and nobody has waited for its answer. */
    Socket begin(String method, String path, String body, String... lines) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        Stream.concat(
                        Stream.of(
                                "Host: localhost",
                                "Connection: close",
                                "Content-Type: application/json",
                                "Content-Length: " + content.length),
                        Stream.of(lines))
                .forEach(line -> head.append(line).append("\r\n"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(120_000);
        socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(content);
        return socket;
    }

    Effects effects() throws IOException {
        return new ShopClient(port).effects();
    }

    /** What the endpoint knows of a record; an empty object if there is none. */
    JsonNode lookUp(String scope, String key) {
        try {
            String found = new ShopClient(port).get("/actuator/idempotency/" + scope + "/" + key);
            return new JsonMapper().readTree(found.isEmpty() ? "{}" : found);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The reference of the one execution of a scope that has no outcome. */
    String intent(String scope) {
        String after = "";
        do {
            JsonNode page = read(send("GET", "/actuator/idempotencyintents?limit=1000" + after, ""));
            if (page.path("scopes").has(scope)) {
                return page.path("scopes").path(scope).path(0).path("reference").asString();
            }
            after = "&after=" + page.path("next").asString("");
        } while (!after.equals("&after="));
        throw new AssertionError("Nothing of " + scope + " is without outcome");
    }

    /** Says that it did not happen. */
    RawAnswer settle(String reference) {
        return send("POST", "/actuator/idempotencyintents/" + reference, "{\"happened\":false}");
    }

    private static JsonNode read(RawAnswer answer) {
        return new JsonMapper().readTree(answer.body());
    }

    void awaitInProgress(String scope, String key) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> lookUp(scope, key).path("state").asString("").equals("IN_PROGRESS"));
    }
}
