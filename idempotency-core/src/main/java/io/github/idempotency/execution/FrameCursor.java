package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;

/**
 * One reader's place in the frames of an answer. To be used by one thread at a time; never waits. Close it: the frames are
 * held in memory while anybody reads them.
 */
public final class FrameCursor implements AutoCloseable {

    private final Follower follower;

    private final Runnable onChange;

    private volatile int position;

    /** When it goes on; null while it does. */
    private volatile @Nullable ScheduledFuture<?> pause;

    FrameCursor(Follower follower, int from, Runnable onChange) {
        this.follower = follower;
        this.position = from;
        this.onChange = onChange;
    }

    /** The next frame, not copied; null if there is none yet, or none any more, or while it pauses. */
    public byte @Nullable [] poll() {
        byte[] frame = pause == null ? follower.frames().frame(position) : null;
        if (frame != null) {
            position++;
        }
        return frame;
    }

    /**
     * Gives the next frame after that time only, and tells then that there is more to take. For a reader that is not to be
     * given all at once what was made bit by bit; the end is not put off.
     *
     * @param time zero for no pause
     */
    public void pause(Duration time) {
        if (!time.isZero()) {
            // Not before it is known what ends it: it may be over at once.
            synchronized (this) {
                pause = follower.later(this::goOn, time.toMillis());
            }
        }
    }

    private void goOn() {
        synchronized (this) {
            pause = null;
        }
        changed();
    }

    /** Position of the next frame. */
    public int position() {
        return position;
    }

    /** Whether every frame that there was when the store was asked last has been taken. */
    public boolean isCaughtUp() {
        return follower.isCaughtUp(position);
    }

    /** Whether the answer has ended and every frame of it has been taken. */
    public boolean isOver() {
        return follower.frames().areOver(position);
    }

    /**
     * The answer as it was stored; once {@link #isOver()}.
     *
     * @throws IdempotencyException if it was broken off or cannot be read; says what a retry may expect
     */
    public Replay answer() {
        return follower.frames().answer();
    }

    void changed() {
        onChange.run();
    }

    @Override
    public void close() {
        ScheduledFuture<?> pausing = pause;
        if (pausing != null) {
            pausing.cancel(false);
        }
        follower.remove(this);
    }
}
