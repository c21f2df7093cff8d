package io.github.idempotency.execution;

import java.time.Instant;

/** The same call runs already, here or on another node, and its answer can be had as it comes. */
public final class Attachment implements Decision {

    private final RecordedFrames frames;

    private final Instant startedAt;

    Attachment(RecordedFrames frames, Instant startedAt) {
        this.frames = frames;
        this.startedAt = startedAt;
    }

    /** What that execution gives, from its first frame on. An answer that is given at once has none, and ends with it. */
    public RecordedFrames frames() {
        return frames;
    }

    /** When that execution began, by the store's clock. */
    public Instant startedAt() {
        return startedAt;
    }
}
