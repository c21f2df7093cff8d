package io.github.idempotency.torture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a reader has had of a stream until now, a line for each frame; written by one thread and read by another. */
final class StreamedBody {

    static final int FRAMES = 10;

    /** What the detail of an answer begins with that is no part of any execution's. */
    static final String MIXED = "mixed: ";

    private static final String AT = " frame ";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static String frame(String receipt, int position) {
        return receipt + AT + position + "\n";
    }

    static String end(String receipt) {
        return receipt + " end\n";
    }

    /** For {@code BodyHandlers.ofByteArrayConsumer}. */
    void take(Optional<byte[]> part) {
        part.ifPresent(bytes::writeBytes);
    }

    String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The receipt of which these are all frames, or {@link #MIXED} and what they are. */
    String whole() {
        String text = text();
        String receipt = receipt(text);
        return text.equals(all(receipt)) ? receipt : mixed(text);
    }

    /** What is to be said of a stream that was broken off: nothing, if it is what one execution has begun with. */
    String part() {
        String text = text();
        return all(receipt(text)).startsWith(text) ? "" : mixed(text);
    }

    private static String receipt(String text) {
        int end = text.indexOf(AT);
        return end < 0 ? text : text.substring(0, end);
    }

    private static String all(String receipt) {
        StringBuilder all = new StringBuilder();
        for (int frame = 0; frame < FRAMES; frame++) {
            all.append(frame(receipt, frame));
        }
        return all.append(end(receipt)).toString();
    }

    private static String mixed(String text) {
        return MIXED + text.replaceAll("[\\t\\n\\r]", "?");
    }
}
