package io.github.idempotency.reactive;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.FrameCursor;
import io.github.idempotency.execution.RecordedFrames;
import io.github.idempotency.execution.Replay;
import io.github.idempotency.web.EventPosition;
import io.github.idempotency.web.StoredResponse;

/** Reads recorded frames as they come and as fast as they are asked for, on whatever thread brings the news of either. */
final class FrameReading {

    private final AtomicInteger newsDue = new AtomicInteger();

    private final FluxSink<byte[]> sink;

    private final EventPosition after;

    private final Consumer<StoredResponse> head;

    private final Duration pace;

    private volatile @Nullable FrameCursor cursor;

    private @Nullable StoredResponse recorded;

    private FrameReading(FluxSink<byte[]> sink, EventPosition after, Consumer<StoredResponse> head, Duration pace) {
        this.pace = pace;
        this.sink = sink;
        this.after = after;
        this.head = head;
    }

    /**
     * The frames after that position.
     *
     * @param head told what the first frame says, before any other
     * @param pace what passes at least between two frames
     * @return fails with a refusal if there is no such position, or the answer is broken off; or with the whole answer
     */
    static Flux<byte[]> of(RecordedFrames frames, EventPosition after, Consumer<StoredResponse> head, Duration pace) {
        return Flux.create(sink -> new FrameReading(sink, after, head, pace).start(frames));
    }

    private void start(RecordedFrames frames) {
        cursor = frames.open(0, this::pump);
        sink.onDispose(this::close);
        sink.onRequest(count -> pump());
        pump();
    }

    /** One thread at a time; whoever finds another one pumping leaves it to that. */
    private void pump() {
        if (newsDue.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = newsDue.get();
            FrameCursor frames = cursor;
            if (frames != null) {
                try {
                    pump(frames);
                } catch (RuntimeException ex) {
                    sink.error(ex);
                }
            }
        } while (newsDue.addAndGet(-seen) != 0);
    }

    private void pump(FrameCursor frames) {
        while (!sink.isCancelled() && sink.requestedFromDownstream() > 0) {
            byte[] frame = frames.poll();
            if (frame != null) {
                take(frames, frame);
            } else if (frames.isOver()) {
                end(frames);
                return;
            } else if (frames.isCaughtUp() && after.isMissing()) {
                throw nothingToResume();
            } else {
                return;
            }
        }
    }

    private void take(FrameCursor frames, byte[] frame) {
        int position = frames.position() - 1;
        if (position == 0) {
            recorded = StoredResponse.of(frame);
        } else if (!after.skips(position, frame)) {
            begin();
            frames.pause(pace);
            sink.next(frame);
        }
    }

    private void begin() {
        if (recorded != null) {
            head.accept(recorded);
            recorded = null;
        }
    }

    private void end(FrameCursor frames) {
        Replay replay = frames.answer();
        StoredResponse stored = replay.read(StoredResponse::of);
        if (!after.isFound()) {
            throw nothingToResume();
        }
        if (!stored.isStreamed()) {
            throw new WholeAnswer(replay);
        }
        if (stored.frames() != frames.position()) {
            throw new IdempotencyException(
                    IdempotencyProblem.RESPONSE_NOT_RETAINED,
                    "The request with this idempotency key completed, but a part of its answer was not retained");
        }
        begin();
        sink.complete();
    }

    private static IdempotencyException nothingToResume() {
        return new IdempotencyException(
                IdempotencyProblem.NOTHING_TO_RESUME,
                "The recorded answer has no event with the id that is named in " + FollowedAnswer.LAST_EVENT_ID);
    }

    private void close() {
        FrameCursor frames = cursor;
        cursor = null;
        if (frames != null) {
            frames.close();
        }
    }
}
