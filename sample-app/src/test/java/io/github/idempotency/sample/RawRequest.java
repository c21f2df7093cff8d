package io.github.idempotency.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A request byte by byte. It is in order but for what is said of it; texts are ISO 8859-1, so that any byte can be said. */
record RawRequest(String method, String target, String type, List<String> lines, byte[] body) {

    /** One with a key that nobody has used. */
    static RawRequest of(String target, byte[] body) {
        return new RawRequest("POST", target, "application/json", List.of(), body).key(newKey());
    }

    static RawRequest of(String target, String body) {
        return of(target, body.getBytes(StandardCharsets.UTF_8));
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    RawRequest method(String other) {
        return new RawRequest(other, target, type, lines, body);
    }

    RawRequest target(String other) {
        return new RawRequest(method, other, type, lines, body);
    }

    /** Empty for none. */
    RawRequest type(String other) {
        return new RawRequest(method, target, other, lines, body);
    }

    RawRequest body(String other) {
        return new RawRequest(method, target, type, lines, other.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Instead of the key that it has. */
    RawRequest key(String value) {
        return keyLines("Idempotency-Key: " + value);
    }

    RawRequest keyLines(String... values) {
        Stream<String> others = lines.stream().filter(line -> !line.startsWith("Idempotency-Key"));
        return new RawRequest(
                method, target, type, Stream.concat(others, Stream.of(values)).toList(), body);
    }

    /** With a line of the head more. One that says how long the body is takes the place of the right one. */
    RawRequest with(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new RawRequest(method, target, type, more, body);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private String head() {
        List<String> head = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: localhost"));
        head.add("Connection: close");
        if (!type.isEmpty()) {
            head.add("Content-Type: " + type);
        }
        if (lines.stream().noneMatch(line -> line.matches("(?is)(Content-Length|Transfer-Encoding).*"))) {
            head.add("Content-Length: " + body.length);
        }
        head.addAll(lines);
        return String.join("\r\n", head) + "\r\n\r\n";
    }
}
