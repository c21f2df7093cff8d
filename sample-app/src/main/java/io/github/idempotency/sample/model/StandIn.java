package io.github.idempotency.sample.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Speaks as much of the OpenAI protocol as an agent needs, on a port of the loopback interface; what it says is the script's. */
class StandIn implements AutoCloseable {

    private final HttpServer server;

    private final Script script = new Script();

    private final Duration delay;

    private StandIn(HttpServer server, Duration delay) {
        this.server = server;
        this.delay = delay;
    }

    static StandIn start(Duration delay) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StandIn standIn = new StandIn(server, delay);
        server.createContext("/v1/chat/completions", standIn::answer);
        server.start();
        return standIn;
    }

    /** Where it is found, with everything else as it was. */
    ModelProperties api(ModelProperties properties) {
        String address = "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
        return new ModelProperties(
                address, "none", "stand-in", properties.timeout(), properties.delay(), properties.pace());
    }

    /** Holds no thread while it thinks. */
    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer = script.answer(request);
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(() -> send(exchange, answer));
    }

    static void send(HttpExchange exchange, String answer) {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException ex) {
            // Whoever asked has gone.
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
