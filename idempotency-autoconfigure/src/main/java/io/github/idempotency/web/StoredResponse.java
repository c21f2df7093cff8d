package io.github.idempotency.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
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

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Replay;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * An HTTP answer as the bytes of a result, format 1: version (1 byte), status (2), number of header lines (2), each line
 * as two texts with their length before them (4 bytes, UTF-8), then the body as it was sent, with its length before it.
 * A replay copies the body from there to the socket and never decodes it; what was cut off anywhere is noticed.
 */
final class StoredResponse {

    private static final byte VERSION = 1;

    private StoredResponse() {}

    static Result encode(Outcome outcome, RecordingResponse response, HttpSettings settings, OuterHeaders outer) {
        List<byte[]> texts = new ArrayList<>();
        int size = 5 + Integer.BYTES;
        if (response.getContentType() != null) {
            add(texts, HttpHeaders.CONTENT_TYPE, response.getContentType());
        }
        // A container may name a header once for each of its lines.
        for (String name : new LinkedHashSet<>(response.getHeaderNames())) {
            Collection<String> values = response.getHeaders(name);
            if (settings.isReplayed(name)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !outer.added(name, values)) {
                values.forEach(value -> add(texts, name, value));
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
        buffer.putInt(response.recordedSize());
        response.copyRecorded(buffer);
        return new Result(outcome, buffer.array());
    }

    private static void add(List<byte[]> texts, String name, String value) {
        texts.add(name.getBytes(StandardCharsets.UTF_8));
        texts.add(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The answer that repeats a stored one. All of it is read before any of it is given.
     *
     * @throws IdempotencyException if it cannot be read
     */
    static Answer replay(Replay replay, HttpSettings settings) {
        return replay.read(bytes -> answer(bytes, replay, settings));
    }

    private static Answer answer(byte[] bytes, Replay replay, HttpSettings settings) {
        Parts parts = Parts.of(bytes);
        return new Answer(parts.status(), (request, response) -> {
            for (int i = 0; i < parts.headers().size(); i += 2) {
                response.addHeader(parts.headers().get(i), parts.headers().get(i + 1));
            }
            response.setHeader(IdempotencyHeaders.REPLAYED, "true");
            settings.replayMarks().forEach(mark -> response.setHeader(mark, "true"));
            settings.keys().headers().forEach(header -> echo(header, request, response));
            response.setHeader(
                    IdempotencyHeaders.ORIGINAL_REQUEST_TIME, replay.startedAt().toString());
            response.setHeader(IdempotencyHeaders.EXPIRES, seconds(replay.expiresAt()));
            if (parts.bodySize() > 0) {
                response.setContentLength(parts.bodySize());
                response.getOutputStream().write(bytes, parts.bodyAt(), parts.bodySize());
            }
        });
    }

    /**
     * Status and headers of a stored answer, and its body if that is JSON, with numbers as they were sent.
     *
     * @throws IdempotencyException if it cannot be read
     */
    static Map<String, Object> describe(Replay replay, JsonMapper mapper) {
        return replay.read(bytes -> describe(bytes, Parts.of(bytes), mapper));
    }

    private static Map<String, Object> describe(byte[] bytes, Parts parts, JsonMapper mapper) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("status", parts.status());
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < parts.headers().size(); i += 2) {
            headers.computeIfAbsent(parts.headers().get(i), name -> new ArrayList<>())
                    .add(parts.headers().get(i + 1));
        }
        described.put("headers", headers);
        if (isJson(headers) && parts.bodySize() > 0) {
            try {
                described.put(
                        "body",
                        mapper.readerFor(JsonNode.class)
                                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                                .readValue(bytes, parts.bodyAt(), parts.bodySize()));
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

    /**
     * What the bytes are made of; the body stays where it is.
     *
     * @param headers names, each followed by its value
     */
    private record Parts(int status, List<String> headers, int bodyAt, int bodySize) {

        /** @throws RuntimeException if they are no stored response, or not all of one */
        static Parts of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            byte version = buffer.get();
            int status = buffer.getShort();
            if (version != VERSION || status < 200 || status > 599) {
                throw new IllegalStateException("The bytes are no stored response of format " + VERSION);
            }
            List<String> texts = new ArrayList<>();
            for (int count = 2 * Short.toUnsignedInt(buffer.getShort()); count > 0; count--) {
                texts.add(text(buffer));
            }
            if (buffer.getInt() != buffer.remaining()) {
                throw new IllegalStateException("The stored response has not the length that it says");
            }
            return new Parts(status, texts, buffer.position(), buffer.remaining());
        }

        private static String text(ByteBuffer buffer) {
            int length = buffer.getInt();
            String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
            buffer.position(buffer.position() + length);
            return text;
        }
    }
}
