package io.github.idempotency.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** An answer of {@code /chat} that is read event by event, over a connection that the test can cut. */
final class ChatStream implements AutoCloseable {

    private final HttpURLConnection connection;

    private @Nullable BufferedReader body;

    private ChatStream(HttpURLConnection connection) {
        this.connection = connection;
    }

    /** What came with an event; a field that did not come is empty. */
    record Event(String id, String type, String data) {

        String text() {
            return data.replaceFirst("\\{\"text\":\"(.*)\"}", "$1");
        }
    }

    /** Sends the request and does not wait for an answer. */
    static ChatStream open(int port, String key, String question, @Nullable String lastEventId) {
        byte[] request = "{\"question\":\"%s\"}".formatted(question).getBytes(StandardCharsets.UTF_8);
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/chat").toURL().openConnection();
            connection.setReadTimeout(60_000);
            connection.setRequestProperty("Idempotency-Key", key);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Accept", "text/event-stream, application/problem+json");
            if (lastEventId != null) {
                connection.setRequestProperty("Last-Event-ID", lastEventId);
            }
            connection.setDoOutput(true);
            // Sent at once, and once: without it the request would wait for somebody who reads the answer.
            connection.setFixedLengthStreamingMode(request.length);
            connection.getOutputStream().write(request);
            connection.getOutputStream().flush();
            return new ChatStream(connection);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The status, and of an answer that is no stream everything that was sent. */
    RawAnswer whole() throws IOException {
        InputStream in = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        List<String> head = new ArrayList<>();
        connection.getHeaderFields().forEach((name, values) -> head.add(name + ": " + values.get(0)));
        return new RawAnswer(
                connection.getResponseCode(), head, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    List<Event> next(int count) throws IOException {
        List<Event> events = new ArrayList<>();
        while (events.size() < count) {
            Event event = next();
            if (event == null) {
                throw new IOException("No more than " + events);
            }
            events.add(event);
        }
        return events;
    }

    /** Everything up to the proper end of the stream; there is an exception at any other. */
    List<Event> rest() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Event event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    private @Nullable Event next() throws IOException {
        if (body == null) {
            body = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        }
        String id = "";
        String type = "";
        String data = "";
        for (String line = body.readLine(); line != null; line = body.readLine()) {
            String value = line.replaceFirst("^\\w*: ?", "");
            if (line.startsWith("id:")) {
                id = value;
            } else if (line.startsWith("event:")) {
                type = value;
            } else if (line.startsWith("data:")) {
                data += value;
            } else if (line.isEmpty() && !data.isEmpty()) {
                return new Event(id, type, data);
            }
        }
        return null;
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        connection.disconnect();
    }
}
