package io.github.idempotency.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer that is read as it comes, over a connection that the test can cut. */
public final class Stream implements AutoCloseable {

    private static final Pattern DATA = Pattern.compile("(?m)^data: ?(.*)$");

    private static final Pattern ID = Pattern.compile("(?m)^id: ?(.*)$");

    private final Socket socket;

    private final StringBuilder read = new StringBuilder();

    private final CompletableFuture<Void> end;

    private Stream(Socket socket) {
        this.socket = socket;
        this.end = CompletableFuture.runAsync(this::read, task -> new Thread(task).start());
    }

    /** Posts to the path; header lines are written as they are. */
    static Stream open(int port, String path, String... headers) {
        try {
            Socket socket = new Socket("127.0.0.1", port);
            String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new Stream(socket);
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void read() {
        byte[] buffer = new byte[1024];
        try (InputStream in = socket.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                synchronized (read) {
                    read.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private String raw() {
        synchronized (read) {
            return read.toString();
        }
    }

    /** The status line's number. */
    public int status() {
        Awaitility.await().until(() -> raw().contains("\r\n\r\n"));
        return Integer.parseInt(raw().split(" ", 3)[1]);
    }

    public Map<String, String> headers() {
        status();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : raw().substring(0, raw().indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.contains(": ")) {
                headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
            }
        }
        return headers;
    }

    /** What has come of the body, chunks put together. */
    public String body() {
        String raw = raw();
        int start = raw.indexOf("\r\n\r\n");
        if (start < 0) {
            return "";
        }
        String body = raw.substring(start + 4);
        return headers().containsKey("Transfer-Encoding") ? unchunked(body) : body;
    }

    private static String unchunked(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        for (int eol = body.indexOf("\r\n", at); eol >= 0; eol = body.indexOf("\r\n", at)) {
            int size = Integer.parseInt(body.substring(at, eol), 16);
            whole.append(body, eol + 2, Math.min(body.length(), eol + 2 + size));
            at = eol + 4 + size;
            if (size == 0 || at > body.length()) {
                break;
            }
        }
        return whole.toString();
    }

    /** Whether the body has come to its proper end. */
    public boolean isWhole() {
        end.join();
        return !headers().containsKey("Transfer-Encoding")
                || raw().endsWith("\r\n0\r\n\r\n")
                || raw().endsWith("0\r\n\r\n");
    }

    public List<String> data() {
        return matches(DATA);
    }

    public List<String> ids() {
        return matches(ID);
    }

    private List<String> matches(Pattern pattern) {
        return new ArrayList<>(pattern.matcher(body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList());
    }

    public Stream awaitBody(String... pieces) {
        Awaitility.await().untilAsserted(() -> assertThat(body()).contains(pieces));
        return this;
    }

    /** Waits for the end and tells the whole body. */
    public String join() {
        end.join();
        return body();
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
