package io.github.idempotency.outgoing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A system that guarded calls send requests to. It has two names, {@code localhost} and {@code
 * 127.0.0.1}, and stays until the tests are over. */
final class Downstream {

    /** Instead of a status: the request arrives, and its answer is lost. */
    static final int LOST = 0;

    /** Instead of a status: a 200 whose body ends in the middle of its chunks; Java's own client would not see it otherwise. */
    static final int CUT = 1;

    record Received(String method, String path, String host, Map<String, List<String>> headers) {

        /** All values, so that a key that is sent twice is seen. */
        List<String> keys() {
            return headers.getOrDefault("Idempotency-key", List.of());
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();

    private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();

    private final HttpServer server;

    Downstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        received.add(new Received(
                exchange.getRequestMethod(),
                path,
                exchange.getRequestHeaders().getFirst("Host"),
                Map.copyOf(exchange.getRequestHeaders())));
        if (path.startsWith("/redirect-")) {
            exchange.getResponseHeaders().set("Location", elsewhere("landing").toString());
            exchange.sendResponseHeaders(Integer.parseInt(path.substring("/redirect-".length())), -1);
            exchange.close();
            return;
        }
        Integer status = statuses.poll();
        if (status != null && status == LOST) {
            exchange.close();
            return;
        }
        byte[] body = "\"done\"".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (status != null && status == CUT) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("whereupon the server drops the connection");
        }
        exchange.sendResponseHeaders(status == null ? 200 : status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What it answers to its next requests; 200 after that. */
    void willAnswer(Integer... next) {
        statuses.clear();
        statuses.addAll(List.of(next));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** By the name that may be given keys. */
    URI at(String path) {
        return URI.create("http://localhost:" + port() + "/" + path);
    }

    /** By the name that may not. */
    URI elsewhere(String path) {
        return URI.create("http://127.0.0.1:" + port() + "/" + path);
    }

    /** Since it was last asked. */
    List<Received> received() {
        List<Received> all = List.copyOf(received);
        received.clear();
        return all;
    }
}
