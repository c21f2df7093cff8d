package io.github.idempotency.store.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * The value of a record, stored format 1: a header of 48 bytes, big-endian, then the payload.
 *
 * <pre>
 *  0  format version      1
 *  1  state               1 in progress, 2 completed, 3 unknown, 4 released
 *  2  outcome             0 none, 1 succeeded, 2 rejected, 3 failed
 *  3  flags               1 irreversible, 2 result not retained here, 4 somebody waits for the end of the claim,
 *                         8 result apart until it expires, 16 particulars before the result
 *  4  token               8 bytes
 * 12  attempt             4 bytes
 * 16  replays             4 bytes
 * 20  started             6 bytes, ms since the epoch
 * 26  lease until, or settled when no longer in progress; 6 bytes
 * 32  fingerprint         16 bytes, zeros for none
 * 48  payload             the scope in UTF-8 until completed, then particulars, if any, and the result
 * </pre>
 *
 * A result that expires before its record is in a key of its own, see {@link ResultsApart}: a release that does not know
 * the flag 8 sees a result that was not retained. The expiry is the key's own. The scripts read and write the same offsets; {@code docs/stored-format.md} is the
 * compatibility promise.
 */
final class RecordFormat {

    static final int VERSION = 1;

    static final int HEADER_LENGTH = 48;

    private static final int FLAG_IRREVERSIBLE = 1;

    private static final int FLAG_NOT_RETAINED = 2;

    private static final int FLAG_APART = 8;

    private static final RecordState[] STATES = {
        RecordState.IN_PROGRESS, RecordState.COMPLETED, RecordState.UNKNOWN, RecordState.RELEASED
    };

    private static final Outcome[] OUTCOMES = {Outcome.SUCCEEDED, Outcome.REJECTED, Outcome.FAILED};

    private static final int FLAG_PARTICULARS = 16;

    private RecordFormat() {}

    static IdempotencyRecord decode(byte[] header, byte[] payload, Instant expiresAt) {
        return decode(header, payload, expiresAt, null, null);
    }

    /**
     * @param apart the result, if it is kept apart and still there; otherwise null
     * @param resultUntil when that expires; null without one
     */
    static IdempotencyRecord decode(
            byte[] header, byte[] payload, Instant expiresAt, byte @Nullable [] apart, @Nullable Instant resultUntil) {
        if (header.length != HEADER_LENGTH || header[0] != VERSION || header[1] < 1 || header[1] > STATES.length) {
            throw new UnreadableRecordException("The value is no idempotency record of stored format " + VERSION);
        }
        ByteBuffer buffer = ByteBuffer.wrap(header);
        RecordState state = STATES[header[1] - 1];
        Instant instant = instant(buffer, 26);
        boolean completed = state == RecordState.COMPLETED;
        boolean inProgress = state == RecordState.IN_PROGRESS;
        return new IdempotencyRecord(
                state,
                completed ? null : new String(payload, StandardCharsets.UTF_8),
                buffer.getLong(4),
                buffer.getInt(12),
                (header[3] & FLAG_IRREVERSIBLE) == 0 ? Effect.REPEATABLE : Effect.IRREVERSIBLE,
                fingerprint(header),
                instant(buffer, 20),
                inProgress ? instant : null,
                inProgress ? null : instant,
                expiresAt,
                completed ? result(header, payload, apart) : null,
                resultUntil,
                Integer.toUnsignedLong(buffer.getInt(16)));
    }

    /** The value of a completed record; the scripts write the others. */
    static byte[] encode(IdempotencyRecord completed) {
        Result result = completed.result();
        Instant settledAt = completed.settledAt();
        if (result == null || settledAt == null) {
            throw new IllegalArgumentException("The record is not completed");
        }
        byte[] payload = Payload.joined(result);
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                .put((byte) VERSION)
                .put((byte) state(completed.state()))
                .put((byte) outcome(result.outcome()))
                .put((byte) (flags(completed.effect()) + flags(result)))
                .putLong(completed.token())
                .putInt(completed.attempt())
                .putInt((int) completed.replays());
        putInstant(buffer, completed.startedAt());
        putInstant(buffer, settledAt);
        byte[] fingerprint = completed.fingerprint().toBytes();
        return buffer.put(fingerprint.length == 0 ? new byte[Fingerprint.LENGTH] : fingerprint)
                .put(payload)
                .array();
    }

    private static void putInstant(ByteBuffer buffer, Instant instant) {
        long millis = instant.toEpochMilli();
        buffer.putShort((short) (millis >>> 32)).putInt((int) millis);
    }

    private static Result result(byte[] header, byte[] payload, byte @Nullable [] apart) {
        if (header[2] < 1 || header[2] > OUTCOMES.length) {
            throw new UnreadableRecordException("The value is no idempotency record of stored format " + VERSION);
        }
        Payload parts = (header[3] & FLAG_PARTICULARS) == 0 ? new Payload(null, payload) : Payload.split(payload);
        byte[] answer = (header[3] & FLAG_NOT_RETAINED) == 0 ? parts.answer() : apart;
        return new Result(OUTCOMES[header[2] - 1], answer).with(parts.particulars());
    }

    /** Whether the header is a completed record's whose result may still be in its own key. */
    static boolean isApart(byte[] header) {
        return header.length == HEADER_LENGTH
                && header[1] == state(RecordState.COMPLETED)
                && (header[3] & FLAG_NOT_RETAINED) != 0
                && (header[3] & FLAG_APART) != 0;
    }

    /** The fencing token of a header, as it stands there. */
    static byte[] token(byte[] header) {
        return Arrays.copyOfRange(header, 4, 4 + Long.BYTES);
    }

    private static Fingerprint fingerprint(byte[] header) {
        for (int i = 32; i < HEADER_LENGTH; i++) {
            if (header[i] != 0) {
                return Fingerprint.ofDigest(Arrays.copyOfRange(header, 32, HEADER_LENGTH));
            }
        }
        return Fingerprint.NONE;
    }

    private static Instant instant(ByteBuffer header, int offset) {
        return Instant.ofEpochMilli(Short.toUnsignedLong(header.getShort(offset)) << 32
                | Integer.toUnsignedLong(header.getInt(offset + 2)));
    }

    static int state(RecordState state) {
        return Arrays.asList(STATES).indexOf(state) + 1;
    }

    static int outcome(Outcome outcome) {
        return Arrays.asList(OUTCOMES).indexOf(outcome) + 1;
    }

    static int flags(Effect effect) {
        return effect == Effect.IRREVERSIBLE ? FLAG_IRREVERSIBLE : 0;
    }

    static int flags(Result result) {
        return (result.retained() ? 0 : FLAG_NOT_RETAINED) + (result.particulars() == null ? 0 : FLAG_PARTICULARS);
    }

    /** @param apart whether the result is kept in a key of its own */
    static int flags(Result result, boolean apart) {
        return apart ? flags(result.withoutBytes()) + FLAG_APART : flags(result);
    }

    static byte[] token(long token) {
        return ByteBuffer.allocate(Long.BYTES).putLong(token).array();
    }
}
