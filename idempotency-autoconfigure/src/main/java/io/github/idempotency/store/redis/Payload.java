package io.github.idempotency.store.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * What follows the header of a completed record: particulars, if any, behind a mark and their length in two bytes, then the
 * result. Nothing that is a result begins with the mark, so that a flag flipped by damage is noticed.
 */
record Payload(byte @Nullable [] particulars, byte[] answer) {

    private static final byte[] NOTHING = {};

    private static final byte MARK = (byte) 0xf6;

    private static final int START = 1 + Short.BYTES;

    /** The parts of a payload of which the header says that it has particulars. */
    static Payload split(byte[] payload) {
        boolean marked = payload.length > START && payload[0] == MARK;
        int length = marked ? ByteBuffer.wrap(payload).getShort(1) : 0;
        int start = START + length;
        if (length < 1 || length > Result.MOST_PARTICULARS || start > payload.length) {
            throw new UnreadableRecordException("The particulars of the idempotency record cannot be read");
        }
        return new Payload(
                Arrays.copyOfRange(payload, START, start), Arrays.copyOfRange(payload, start, payload.length));
    }

    static byte[] joined(Result result) {
        byte[] head = head(result);
        byte[] answer = answer(result);
        if (head.length == 0) {
            return answer;
        }
        byte[] joined = Arrays.copyOf(head, head.length + answer.length);
        System.arraycopy(answer, 0, joined, head.length, answer.length);
        return joined;
    }

    /** What precedes the result, in the record even where the result is apart. */
    static byte[] head(Result result) {
        byte[] kept = result.particulars();
        if (kept == null) {
            return NOTHING;
        }
        ByteBuffer head = ByteBuffer.allocate(START + kept.length);
        return head.put(MARK).putShort((short) kept.length).put(kept).array();
    }

    static byte[] answer(Result result) {
        return result.bytes() == null ? NOTHING : result.bytes();
    }
}
