package io.github.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A frame for each server-sent event. An event that has data and no id is given one, by which a client that has lost its
 * connection can say what it had last: the answer's reference, a colon and the frame's position. Everything else stays as
 * the handler wrote it. See <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">
 * the form of an event stream</a>.
 */
final class EventFrames implements Frames {

    /** An event longer than that is passed on in pieces, and as it is. */
    private static final int LONGEST_EVENT = 1024 * 1024;

    private static final int LONGEST_NAME = 5;

    private final String reference;

    private final ByteArrayOutputStream event = new ByteArrayOutputStream();

    /** How the open line begins, as far as the name of a field that matters. */
    private final byte[] lineStart = new byte[LONGEST_NAME];

    private int lineLength;

    private int position;

    /** Whether the open event has a line. */
    private boolean begun;

    private boolean hasId;

    private boolean hasData;

    private boolean inPieces;

    private boolean afterReturn;

    EventFrames(String reference, int first) {
        this.reference = reference;
        this.position = first;
    }

    static boolean isType(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    @Override
    public List<byte[]> add(byte[] bytes, int offset, int length) {
        List<byte[]> frames = new ArrayList<>();
        int taken = offset;
        for (int i = offset; i < offset + length; i++) {
            byte value = bytes[i];
            // Of a line's end of two characters the first one counts; the second stays at the head of what follows.
            boolean second = value == '\n' && afterReturn;
            afterReturn = value == '\r';
            boolean end = value == '\n' && !second || value == '\r';
            if (!end && !second) {
                addToLine(value);
            } else if (end && endsEvent()) {
                event.write(bytes, taken, i + 1 - taken);
                taken = i + 1;
                frames.add(hasData && !hasId && !inPieces ? withId(take()) : take());
                hasId = false;
                hasData = false;
                inPieces = false;
            }
        }
        event.write(bytes, taken, offset + length - taken);
        if (event.size() > LONGEST_EVENT) {
            inPieces = true;
            frames.add(take());
        }
        return frames;
    }

    private void addToLine(byte value) {
        if (lineLength < LONGEST_NAME) {
            lineStart[lineLength] = value;
        }
        lineLength++;
    }

    /** The end of a line; of an event if the line is empty, and the event is not. */
    private boolean endsEvent() {
        boolean empty = lineLength == 0;
        boolean ends = empty && begun;
        hasId |= isField("id");
        hasData |= isField("data");
        begun = !ends && (begun || !empty);
        lineLength = 0;
        return ends;
    }

    private boolean isField(String name) {
        int length = name.length();
        return lineLength >= length
                && name.equals(new String(lineStart, 0, length, StandardCharsets.US_ASCII))
                && (lineLength == length || lineStart[length] == ':');
    }

    private byte[] take() {
        byte[] frame = event.toByteArray();
        event.reset();
        position++;
        return frame;
    }

    /** The id is the event's first line; what stands before is left of the end of the one before it. */
    private byte[] withId(byte[] frame) {
        int start = 0;
        while (frame[start] == '\n' || frame[start] == '\r') {
            start++;
        }
        byte[] id = ("id: " + reference + ":" + (position - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream identified = new ByteArrayOutputStream(frame.length + id.length);
        identified.write(frame, 0, start);
        identified.writeBytes(id);
        identified.write(frame, start, frame.length - start);
        return identified.toByteArray();
    }

    /** An event that is not complete is not sent: it could not be given an id any more. */
    @Override
    public List<byte[]> flush() {
        return List.of();
    }

    @Override
    public List<byte[]> end() {
        return event.size() == 0 ? List.of() : List.of(take());
    }
}
