package io.github.idempotency.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.Replay;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * An HTTP answer as the bytes of a result, format 1: version (1 byte), status (2), number of header lines (2), each line
 * as two texts with their length before them (4 bytes, UTF-8), then the body as it was sent. A replay copies the body
 * from there to the socket and never decodes it.
 */
final class StoredResponse {

    private static final byte VERSION = 1;

    private StoredResponse() {}

    static Result encode(Outcome outcome, RecordingResponse response, HttpSettings settings) {
        List<byte[]> texts = new ArrayList<>();
        int size = 5;
        if (response.getContentType() != null) {
            add(texts, HttpHeaders.CONTENT_TYPE, response.getContentType());
        }
        // A container may name a header once for each of its lines.
        for (String name : new LinkedHashSet<>(response.getHeaderNames())) {
            if (settings.isReplayed(name) && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                response.getHeaders(name).forEach(value -> add(texts, name, value));
            }
        }
        for (byte[] text : texts) {
            size += Integer.BYTES + text.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size + response.recordedSize())
                .put(VERSION)
                .putShort((short) response.getStatus())
                .putShort((short) (texts.size() / 2));
        texts.forEach(text -> buffer.putInt(text.length).put(text));
        response.copyRecorded(buffer);
        return new Result(outcome, buffer.array());
    }

    private static void add(List<byte[]> texts, String name, String value) {
        texts.add(name.getBytes(StandardCharsets.UTF_8));
        texts.add(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer that repeats a stored one. */
    static Answer replay(Replay replay, HttpSettings settings) {
        byte[] bytes = replay.bytes();
        return new Answer(status(bytes), (request, response) -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).position(1 + Short.BYTES);
            for (int lines = buffer.getShort(); lines > 0; lines--) {
                response.addHeader(text(buffer), text(buffer));
            }
            response.setHeader(IdempotencyHeaders.REPLAYED, "true");
            settings.replayMarks().forEach(mark -> response.setHeader(mark, "true"));
            settings.keys().headers().forEach(header -> echo(header, request, response));
            response.setHeader(
                    IdempotencyHeaders.ORIGINAL_REQUEST_TIME, replay.startedAt().toString());
            response.setHeader(IdempotencyHeaders.EXPIRES, seconds(replay.expiresAt()));
            if (buffer.hasRemaining()) {
                response.setContentLength(buffer.remaining());
                response.getOutputStream().write(bytes, buffer.position(), buffer.remaining());
            }
        });
    }

    private static short status(byte[] bytes) {
        byte version = bytes[0];
        if (version != VERSION) {
            throw new IllegalStateException("The stored response has format " + version + ", not " + VERSION);
        }
        return ByteBuffer.wrap(bytes, 1, Short.BYTES).getShort();
    }

    /** Status and headers of a stored answer, and its body if that is JSON, with numbers as they were sent. */
    static Map<String, Object> describe(byte[] bytes, JsonMapper mapper) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("status", status(bytes));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(1 + Short.BYTES);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int lines = buffer.getShort(); lines > 0; lines--) {
            headers.computeIfAbsent(text(buffer), name -> new ArrayList<>()).add(text(buffer));
        }
        described.put("headers", headers);
        if (isJson(headers) && buffer.hasRemaining()) {
            try {
                described.put(
                        "body",
                        mapper.readerFor(JsonNode.class)
                                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                                .readValue(bytes, buffer.position(), buffer.remaining()));
            } catch (JacksonException ex) {
                // It claims to be JSON and is none: who wants it asks for the bytes.
                return described;
            }
        }
        return described;
    }

    private static boolean isJson(Map<String, List<String>> headers) {
        String type =
                headers.getOrDefault(HttpHeaders.CONTENT_TYPE, List.of("")).get(0);
        return type.matches("(?i)application/([^;]*\\+)?json\\s*(;.*)?")
                && !headers.containsKey(HttpHeaders.CONTENT_ENCODING);
    }

    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Only as it came: it has been checked to be printable ASCII by then, unless it was not used as the key. */
    private static void echo(String header, HttpServletRequest request, HttpServletResponse response) {
        String key = request.getHeader(header);
        if (key != null && key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
            response.setHeader(header, key);
        }
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[buffer.getInt()];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
