package io.github.idempotency.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** A client of the application under test that knows nothing of Spring: bytes in, bytes out. */
public class Caller implements ApplicationListener<WebServerInitializedEvent> {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private int port;

    /** A client of the application whose context it is a bean of. */
    Caller() {}

    Caller(int port) {
        this.port = port;
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    public int port() {
        return port;
    }

    public Call call(String method, String path) {
        return new Call(client, "http://127.0.0.1:" + port, method, path);
    }

    public Call post(String path) {
        return call("POST", path);
    }

    public Call get(String path) {
        return call("GET", path);
    }

    /** Posts nothing but the key. */
    public Reply post(String path, String key) {
        return post(path).key(key).send();
    }

    /** Posts nothing but the key, and reads the answer as it comes; further header lines are written as they are. */
    public Stream stream(String path, String key, String... headers) {
        String[] lines = Arrays.copyOf(headers, headers.length + 1);
        lines[headers.length] = "Idempotency-Key: " + key;
        return Stream.open(port, path, lines);
    }

    /** Sends what no decent client would, in Latin-1, and says what came back until the connection was closed. */
    public String raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
