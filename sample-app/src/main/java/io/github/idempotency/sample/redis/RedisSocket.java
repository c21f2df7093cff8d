package io.github.idempotency.sample.redis;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Three questions to a Redis that may not be ours, may not be ready, and is about to go. */
final class RedisSocket implements Closeable {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket;

    private final BufferedReader replies;

    /** @throws ConnectException if nobody listens there */
    RedisSocket(int port) throws IOException {
        this.socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether a Redis listens there and has read its files. */
    static boolean isLoaded(int port) throws IOException {
        try (RedisSocket redis = new RedisSocket(port)) {
            return redis.ask("DBSIZE").startsWith(":");
        } catch (ConnectException ex) {
            return false;
        }
    }

    /** Where it keeps its files; empty if what listens there is no Redis. */
    Optional<String> directory() throws IOException {
        if (!ask("CONFIG GET dir").equals("*2")) {
            return Optional.empty();
        }
        replies.readLine();
        replies.readLine();
        replies.readLine();
        return Optional.ofNullable(replies.readLine());
    }

    /** Returns when it is gone: it answers only if it refuses, and closes the connection when its file is on disk. */
    void shutdown() throws IOException {
        String refusal = ask("SHUTDOWN");
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
    }

    private String ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        String reply = replies.readLine();
        return reply == null ? "" : reply;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
