package io.github.idempotency.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.idempotency.store.Outcome;

/**
 * An HTTP answer as the bytes of a result: version (1 byte), status (2), number of header lines (2), each line as two texts
 * with their length before them (4 bytes, UTF-8). Then in version 1 the body as it was sent, with its length before it; in
 * version 2, of an answer that was streamed, the number of its frames, which are kept beside the record. A replay copies
 * the body from there to the socket and never decodes it; what was cut off anywhere is noticed.
 */
public final class StoredResponse {

    private static final byte WHOLE = 1;

    private static final byte STREAMED = 2;

    private final int status;

    private final List<String> headers;

    private final boolean streamed;

    private final ByteBuffer rest;

    private StoredResponse(int status, List<String> headers, boolean streamed, ByteBuffer rest) {
        this.status = status;
        this.headers = headers;
        this.streamed = streamed;
        this.rest = rest;
    }

    /**
     * The bytes of an answer that was given at once.
     *
     * @param headers names, each followed by its value
     * @param body writes as many bytes as are said
     */
    public static byte[] whole(int status, List<String> headers, int bodySize, Consumer<ByteBuffer> body) {
        ByteBuffer buffer =
                head(WHOLE, status, headers, Integer.BYTES + bodySize).putInt(bodySize);
        body.accept(buffer);
        return buffer.array();
    }

    /**
     * The bytes of an answer that was streamed.
     *
     * @param headers names, each followed by its value
     * @param frames how many there are
     */
    public static byte[] streamed(int status, List<String> headers, int frames) {
        return head(STREAMED, status, headers, Integer.BYTES).putInt(frames).array();
    }

    private static ByteBuffer head(byte version, int status, List<String> headers, int restSize) {
        byte[][] texts = new byte[headers.size()][];
        int size = 0;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = headers.get(i).getBytes(StandardCharsets.UTF_8);
            size += Integer.BYTES + texts[i].length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(5 + size + restSize)
                .put(version)
                .putShort((short) status)
                .putShort((short) (texts.length / 2));
        for (byte[] text : texts) {
            buffer.putInt(text.length).put(text);
        }
        return buffer;
    }

    /**
     * The answer that these bytes are; they are not copied.
     *
     * @throws RuntimeException if they are no stored response, or not all of one
     */
    public static StoredResponse of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte version = buffer.get();
        int status = buffer.getShort();
        if (version < WHOLE || version > STREAMED || status < 200 || status > 599) {
            throw new IllegalStateException("The bytes are no stored response of format " + WHOLE + " or " + STREAMED);
        }
        List<String> texts = new ArrayList<>();
        for (int count = 2 * Short.toUnsignedInt(buffer.getShort()); count > 0; count--) {
            texts.add(text(buffer));
        }
        if (version == WHOLE ? buffer.getInt() != buffer.remaining() : buffer.remaining() != Integer.BYTES) {
            throw new IllegalStateException("The stored response has not the length that it says");
        }
        return new StoredResponse(status, List.copyOf(texts), version == STREAMED, buffer.slice());
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getInt();
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }

    /** What an answer with that status says of its execution. */
    static Outcome outcome(int status) {
        return status < 400 ? Outcome.SUCCEEDED : Outcome.FAILED;
    }

    public int status() {
        return status;
    }

    /** Names, each followed by its value. */
    public List<String> headers() {
        return headers;
    }

    /** Whether the body is kept as frames beside the record. */
    public boolean isStreamed() {
        return streamed;
    }

    /** How many frames a streamed answer has. */
    public int frames() {
        return rest.getInt(0);
    }

    /** The body's size; 0 for a streamed answer. */
    public int bodySize() {
        return streamed ? 0 : rest.remaining();
    }

    /** The body, not copied; nothing for a streamed answer. */
    public ByteBuffer body() {
        return streamed ? ByteBuffer.allocate(0) : rest.asReadOnlyBuffer();
    }

    /** Writes the body as it is. */
    void writeBody(OutputStream target) throws IOException {
        target.write(rest.array(), rest.arrayOffset(), bodySize());
    }
}
