package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;

/** What is known on this node of one answer that is given bit by bit. Thread-safe. */
final class FollowedFrames {

    private record Ending(@Nullable Replay answer, @Nullable IdempotencyException refusal) {}

    private final StoredAnswers answers;

    private final long token;

    /** Guards itself and the ending. */
    private final List<byte[]> frames = new ArrayList<>();

    private @Nullable Ending ending;

    FollowedFrames(StoredAnswers answers, long token) {
        this.answers = answers;
        this.token = token;
    }

    byte @Nullable [] frame(int position) {
        synchronized (frames) {
            return position < frames.size() ? frames.get(position) : null;
        }
    }

    int size() {
        synchronized (frames) {
            return frames.size();
        }
    }

    boolean haveEnded() {
        synchronized (frames) {
            return ending != null;
        }
    }

    boolean areOver(int position) {
        synchronized (frames) {
            return ending != null && position >= frames.size();
        }
    }

    Replay answer() {
        synchronized (frames) {
            if (ending == null) {
                throw new IllegalStateException("The answer has not ended");
            }
            if (ending.answer() == null) {
                throw Objects.requireNonNull(ending.refusal());
            }
            return ending.answer();
        }
    }

    /**
     * Takes what is new among the frames.
     *
     * @return false if frames before these are missing
     */
    boolean take(int first, List<byte[]> told) {
        synchronized (frames) {
            if (first > frames.size()) {
                return false;
            }
            try {
                for (int i = frames.size() - first; i < told.size(); i++) {
                    frames.add(answers.openedFrame(token, first + i, told.get(i)));
                }
            } catch (IdempotencyException ex) {
                breakOff(ex);
            }
            return true;
        }
    }

    void complete(Replay answer) {
        end(new Ending(answer, null));
    }

    void breakOff(IdempotencyException refusal) {
        end(new Ending(null, refusal));
    }

    private void end(Ending latest) {
        synchronized (frames) {
            if (ending == null) {
                ending = latest;
            }
        }
    }
}
