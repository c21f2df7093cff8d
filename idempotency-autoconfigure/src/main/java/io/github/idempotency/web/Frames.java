package io.github.idempotency.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Cuts a body that is sent bit by bit into frames, which are stored and sent one by one. Not thread-safe. */
public interface Frames {

    /** The frames that these bytes complete. */
    List<byte[]> add(byte[] bytes, int offset, int length);

    /** What is to be sent now that the handler wants it to be. */
    List<byte[]> flush();

    /** What is left at the end. */
    List<byte[]> end();

    /**
     * How a body of that type is cut.
     *
     * @param contentType null if there is none
     * @param reference names the answer, in the ids of events
     * @param first position of the first frame
     */
    static Frames of(@Nullable String contentType, String reference, int first) {
        return EventFrames.isType(contentType) ? new EventFrames(reference, first) : new ChunkFrames();
    }
}
