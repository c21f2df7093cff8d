package io.github.idempotency.encryption;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultEnvelope;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/**
 * Envelope format 1: two bytes that no text begins with, the version, flags, the name of the key with its length before it
 * and a nonce if encrypted, then the content. What precedes the nonce, the record's key and the outcome are authenticated
 * with it, so that an answer opens in its own record only. What needs no envelope gets none. Thread-safe.
 */
public final class AnswerEnvelope implements ResultEnvelope {

    private static final byte[] MARK = {(byte) 0xf5, 'E'};

    private static final byte VERSION = 1;

    private static final int ENCRYPTED = 1;

    private static final int COMPRESSED = 2;

    private static final int HEADER = 4;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final EncryptionKeys keys;

    private final boolean readUnencrypted;

    private final long threshold;

    /**
     * @param readUnencrypted whether answers that are not encrypted are read although new ones are
     * @param threshold how many bytes an answer has at least that is compressed; the length of an encrypted answer then
     *     tells something of its content
     */
    public AnswerEnvelope(EncryptionKeys keys, boolean readUnencrypted, long threshold) {
        this.keys = keys;
        this.readUnencrypted = readUnencrypted;
        this.threshold = threshold;
    }

    /** Whether a key may have that name. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    @Override
    public byte[] seal(StoreKey key, Result result, byte[] answer) {
        byte[] smaller = answer.length < threshold ? null : Deflated.of(answer);
        byte[] content = smaller == null ? answer : smaller;
        String id = keys.activeId();
        if (id != null) {
            byte[] header = header(smaller == null ? ENCRYPTED : ENCRYPTED | COMPRESSED, id);
            return AesGcm.encrypt(secret(id), header, associated(header, key, result), content);
        }
        // What by chance looks like an envelope is put into one.
        return smaller == null && !isEnvelope(answer)
                ? answer
                : join(header(smaller == null ? 0 : COMPRESSED, null), content);
    }

    @Override
    public byte[] open(StoreKey key, Result result, byte[] sealed, long maxSize) {
        int flags = isEnvelope(sealed) ? flags(sealed) : 0;
        if ((flags & ENCRYPTED) == 0 && keys.activeId() != null && !readUnencrypted) {
            throw new UnreadableRecordException(
                    "it is not encrypted, and idempotency.encryption.read-unencrypted is false");
        }
        if (!isEnvelope(sealed)) {
            return sealed;
        }
        byte[] content = (flags & ENCRYPTED) == 0
                ? Arrays.copyOfRange(sealed, HEADER, sealed.length)
                : decrypted(key, result, sealed);
        return (flags & COMPRESSED) == 0 ? content : Deflated.original(content, maxSize);
    }

    private byte[] decrypted(StoreKey key, Result result, byte[] sealed) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(sealed).position(HEADER);
            byte[] id = new byte[Byte.toUnsignedInt(buffer.get())];
            buffer.get(id);
            byte[] header = Arrays.copyOf(sealed, buffer.position());
            SecretKey secret = secret(new String(id, StandardCharsets.US_ASCII));
            return AesGcm.decrypt(secret, associated(header, key, result), sealed, buffer.position());
        } catch (BufferUnderflowException ex) {
            throw new UnreadableRecordException("it was cut", ex);
        }
    }

    private SecretKey secret(String id) {
        SecretKey secret = isId(id) ? keys.find(id) : null;
        if (secret == null) {
            throw new UnreadableRecordException("it is encrypted with a key that is not in idempotency.encryption.keys"
                    + (isId(id) ? ": " + id : ""));
        }
        return secret;
    }

    private static boolean isEnvelope(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1];
    }

    private static int flags(byte[] sealed) {
        if (sealed.length < HEADER || sealed[2] != VERSION || (sealed[3] & ~(ENCRYPTED | COMPRESSED)) != 0) {
            throw new UnreadableRecordException("it is in no envelope of format " + VERSION);
        }
        return sealed[3];
    }

    private static byte[] header(int flags, @Nullable String id) {
        byte[] fixed = {MARK[0], MARK[1], VERSION, (byte) flags};
        if (id == null) {
            return fixed;
        }
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        return join(fixed, new byte[] {(byte) name.length}, name);
    }

    private static byte[] associated(byte[] header, StoreKey key, Result result) {
        return join(header, key.toBytes(), result.outcome().name().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
