package io.github.idempotency.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** Watches which commands a Redis gets. */
record RedisMonitor(EmbeddedRedis redis, Socket socket, BufferedReader lines) implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    /** What a script does is told as of this client. */
    private static final String OF_A_SCRIPT = " lua] ";

    static RedisMonitor of(EmbeddedRedis redis) throws IOException {
        Socket socket = new Socket(redis.host(), redis.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.UTF_8));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        lines.readLine();
        return new RedisMonitor(redis, socket, lines);
    }

    /** Sent by clients since the watch began, or since this was asked before. */
    long commands() throws IOException {
        String end = UUID.randomUUID().toString();
        redis.call("ECHO", end);
        long commands = 0;
        String line = lines.readLine();
        while (line != null && !line.contains(end)) {
            if (!line.contains(OF_A_SCRIPT)) {
                commands++;
            }
            line = lines.readLine();
        }
        return commands;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
