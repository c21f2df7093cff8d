package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.RecordedFrames;

/**
 * Where a caller wants an answer to go on: after the event whose id it says, which is one of ours or one that the handler
 * has chosen. Not thread-safe.
 */
public final class EventPosition {

    private final @Nullable String id;

    private final Optional<Integer> position;

    private boolean found;

    private EventPosition(@Nullable String id, Optional<Integer> position) {
        this.id = id;
        this.position = position;
        this.found = id == null;
    }

    /** @param lastEventId what the caller says; null or empty if it wants the whole answer */
    public static EventPosition of(@Nullable String lastEventId, RecordedFrames frames) {
        return lastEventId == null || lastEventId.isEmpty()
                ? new EventPosition(null, Optional.empty())
                : new EventPosition(lastEventId, frames.positionOf(lastEventId));
    }

    /** Whether that event has been passed, or there is none. */
    public boolean isFound() {
        return found;
    }

    /**
     * Whether it is not among the frames that there are so far, and will not be: one of ours may have been sent before it was
     * stored, and whoever asks for what follows it waits for that.
     */
    public boolean isMissing() {
        return !found && position.filter(known -> known > 0).isEmpty();
    }

    /** Whether the caller has that frame already. */
    public boolean skips(int at, byte[] frame) {
        if (found) {
            return false;
        }
        found = position.map(last -> at == last).orElseGet(() -> hasId(frame));
        return true;
    }

    private boolean hasId(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.equals("id: " + id) || line.equals("id:" + id));
    }
}
