package io.github.idempotency.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;

/**
 * A value as some release has stored it: one field of the header a line, in hexadecimal. Samples are added, never
 * changed.
 */
record Sample(byte[] value) {

    static final long TOKEN = 1_767_225_600_123_456L;

    static final Instant STARTED = Instant.parse("2026-01-01T00:00:00.123Z");

    static final Fingerprint FINGERPRINT =
            Fingerprint.ofDigest(HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"));

    static Sample named(String name) {
        try (InputStream resource = Sample.class.getResourceAsStream("format-1/" + name + ".hex")) {
            String hex = new String(resource.readAllBytes(), StandardCharsets.US_ASCII);
            return new Sample(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    IdempotencyRecord read() {
        byte[] header = Arrays.copyOf(value, Math.min(value.length, RecordFormat.HEADER_LENGTH));
        byte[] payload = Arrays.copyOfRange(value, header.length, value.length);
        return RecordFormat.decode(header, payload, STARTED.plusSeconds(3600));
    }

    /** The same value with one byte changed. */
    Sample with(int offset, int newByte) {
        byte[] changed = value.clone();
        changed[offset] = (byte) newByte;
        return new Sample(changed);
    }

    Sample cutTo(int length) {
        return new Sample(Arrays.copyOf(value, length));
    }

    /** In hexadecimal, with what the server's clock says replaced by this sample's: token, started, lease or settled. */
    String withTimesOf(Sample other) {
        byte[] copy = value.clone();
        System.arraycopy(other.value, 4, copy, 4, 8);
        System.arraycopy(other.value, 20, copy, 20, 12);
        return HexFormat.of().formatHex(copy);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
