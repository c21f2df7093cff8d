package io.github.idempotency.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

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

    static Result encode(Outcome outcome, RecordingResponse response, HttpSettings settings) {
        List<byte[]> texts = new ArrayList<>();
        int size = 5 + Integer.BYTES;
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
        return new Answer(status, (request, response) -> {
            for (int i = 0; i < texts.size(); i += 2) {
                response.addHeader(texts.get(i), texts.get(i + 1));
            }
            response.setHeader(IdempotencyHeaders.REPLAYED, "true");
            settings.keys().headers().forEach(header -> echo(header, request, response));
            response.setHeader(
                    IdempotencyHeaders.ORIGINAL_REQUEST_TIME, replay.startedAt().toString());
            if (buffer.hasRemaining()) {
                response.setContentLength(buffer.remaining());
                response.getOutputStream().write(bytes, buffer.position(), buffer.remaining());
            }
        });
    }

    /** Only as it came: it has been checked to be printable ASCII by then, unless it was not used as the key. */
    private static void echo(String header, HttpServletRequest request, HttpServletResponse response) {
        String key = request.getHeader(header);
        if (key != null && key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
            response.setHeader(header, key);
        }
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getInt();
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }
}
