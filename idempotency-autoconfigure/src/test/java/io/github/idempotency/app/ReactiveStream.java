package io.github.idempotency.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One answer that is read bit by bit, on a connection of its own. */
public final class ReactiveStream implements AutoCloseable {

    private final Socket socket;

    private final InputStream body;

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    /** @param headers lines beside those that every request has */
    public ReactiveStream(int port, String path, String key, String... headers) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request = "POST " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nIdempotency-Key: " + key
                    + "\r\n" + more + "Content-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            body = socket.getInputStream();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Reads until that text has come. */
    public String until(String text) {
        try {
            while (!text().contains(text)) {
                int next = body.read();
                if (next < 0) {
                    throw new IllegalStateException("Ended before '" + text + "': " + text());
                }
                seen.write(next);
            }
            return text();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Reads until the server ends it; what came without the head and the sizes of chunks. */
    public String body() {
        try {
            seen.writeBytes(body.readAllBytes());
        } catch (IOException ex) {
            // A connection that is broken off has ended too.
            seen.writeBytes(new byte[0]);
        }
        String all = text();
        String chunks = all.substring(all.indexOf("\r\n\r\n") + 4);
        return all.contains("chunked") || all.contains("Chunked") ? joined(chunks) : chunks;
    }

    private static String joined(String chunks) {
        StringBuilder joined = new StringBuilder();
        int position = 0;
        while (position < chunks.length()) {
            int end = chunks.indexOf("\r\n", position);
            int size = Integer.parseInt(chunks.substring(position, end), 16);
            joined.append(chunks, end + 2, end + 2 + size);
            position = end + 4 + size;
        }
        return joined.toString();
    }

    /** Whether what has come ends as it should. */
    public boolean isWhole() {
        return text().endsWith("\r\n0\r\n\r\n");
    }

    /** All that has come. */
    public String text() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
