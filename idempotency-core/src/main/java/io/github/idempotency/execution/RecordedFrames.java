package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/** The frames of one execution's answer, which any node can read while it is given and afterwards. Immutable. */
public final class RecordedFrames {

    private static final Pattern EVENT_ID = Pattern.compile("([A-Za-z0-9_-]{22}):(\\d{1,9})");

    private final Sequences sequences;

    private final StoredAnswers answers;

    private final StoreKey key;

    private final long token;

    RecordedFrames(Sequences sequences, StoredAnswers answers, StoreKey key, long token) {
        this.sequences = sequences;
        this.answers = answers;
        this.key = key;
        this.token = token;
    }

    /**
     * Names this answer and no other attempt at it: 22 characters of base64url that say nothing of key, scope or owner.
     */
    public String reference() {
        return StoreKey.of(key.reference(), "frames", Long.toString(token)).reference();
    }

    /**
     * The position of the frame with that event id, which is {@link #reference()}, a colon and the position.
     *
     * @return empty if it has another form; -1 if it has that form and belongs to another answer
     */
    public Optional<Integer> positionOf(String eventId) {
        Matcher matcher = EVENT_ID.matcher(eventId);
        return matcher.matches()
                ? Optional.of(matcher.group(1).equals(reference()) ? Integer.parseInt(matcher.group(2)) : -1)
                : Optional.empty();
    }

    /**
     * Reads the frames from a position on, and goes on with those that are still to come. Everybody who reads them on this
     * node shares one look at the store.
     *
     * @param from position of the first frame, from 0
     * @param onChange told after there may be more to take, which may be before this returns; must be quick, and may be
     *     called from several threads
     */
    public FrameCursor open(int from, Runnable onChange) {
        return sequences.open(answers, key, token, from, onChange);
    }

    /**
     * Reads consecutive frames of an answer that is complete; waits for the store, and holds nothing.
     *
     * @param from position of the first of them, from 0
     * @param limit how many at most; fewer are given only where there are no more
     * @throws IdempotencyException if the store could not be asked, or one of them cannot be read, or not any more
     */
    <T> List<T> read(int from, int limit, Function<byte[], T> decoder) {
        List<byte[]> page;
        try {
            page = sequences
                    .page(key, from, limit)
                    .filter(found -> found.record().token() == token)
                    .orElseThrow(Refusals::notRetained)
                    .frames();
        } catch (IdempotencyException ex) {
            throw ex;
        } catch (UnreadableRecordException ex) {
            throw answers.refuseRecord(ex);
        } catch (RuntimeException ex) {
            throw Refusals.storeUnavailable(ex);
        }
        List<T> decoded = new ArrayList<>(page.size());
        for (byte[] frame : page) {
            decoded.add(decoded(answers.openedFrame(token, from + decoded.size(), frame), decoder));
        }
        return decoded;
    }

    <T> T decoded(byte[] frame, Function<byte[], T> decoder) {
        try {
            return Objects.requireNonNull(decoder.apply(frame), "An element that is read as null");
        } catch (RuntimeException ex) {
            throw answers.refuseAnswer(ex);
        }
    }
}
