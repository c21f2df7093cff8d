package io.github.idempotency.store;

import java.time.Instant;
import java.util.List;

/**
 * A record and a part of its latest claim's sequence.
 *
 * @param record the record
 * @param frames consecutive frames; fewer than were asked for if these are the last ones so far
 * @param observedAt the store's clock when it looked
 */
public record FramePage(IdempotencyRecord record, List<byte[]> frames, Instant observedAt) {

    public FramePage {
        frames = List.copyOf(frames);
    }
}
