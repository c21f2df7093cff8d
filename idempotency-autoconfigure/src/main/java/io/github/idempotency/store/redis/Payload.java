package io.github.idempotency.store.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

/** What follows the header of a completed record: particulars behind their length in two bytes, if any, then the result. */
record Payload(byte @Nullable [] particulars, byte[] answer) {

    private static final byte[] NOTHING = {};

    /** The parts of a payload of which the header says that it has particulars. */
    static Payload split(byte[] payload) {
        int length = payload.length < Short.BYTES ? 0 : ByteBuffer.wrap(payload).getShort();
        int start = Short.BYTES + length;
        if (length < 1 || length > Result.MOST_PARTICULARS || start > payload.length) {
            throw new UnreadableRecordException("The value is no idempotency record of stored format "
                    + RecordFormat.VERSION + ": its particulars cannot be read");
        }
        return new Payload(
                Arrays.copyOfRange(payload, Short.BYTES, start), Arrays.copyOfRange(payload, start, payload.length));
    }

    static byte[] joined(Result result) {
        byte[] head = head(result);
        byte[] answer = answer(result);
        return head.length == 0
                ? answer
                : ByteBuffer.allocate(head.length + answer.length)
                        .put(head)
                        .put(answer)
                        .array();
    }

    /** What precedes the result, in the record even where the result is apart. */
    static byte[] head(Result result) {
        byte[] particulars = result.particulars();
        return particulars == null
                ? NOTHING
                : ByteBuffer.allocate(Short.BYTES + particulars.length)
                        .putShort((short) particulars.length)
                        .put(particulars)
                        .array();
    }

    static byte[] answer(Result result) {
        return result.bytes() == null ? NOTHING : result.bytes();
    }
}
