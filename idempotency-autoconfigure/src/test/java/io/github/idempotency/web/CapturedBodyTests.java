package io.github.idempotency.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.DelegatingServletInputStream;

import io.github.idempotency.store.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies around a limit of 100 bytes in memory and 1000 in a file, of which somebody has read a part before. */
class CapturedBodyTests {

    private static final BodyLimits LIMITS = new BodyLimits(100, 1_000, false);

    private final Random random = new Random(1);

    private byte[] content(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return content;
    }

    private static CapturedBody body(byte[] content, boolean parsed, BodyLimits limits) {
        InputStream source = new ByteArrayInputStream(content);
        return new CapturedBody(new DelegatingServletInputStream(source), parsed, limits, content.length);
    }

    private static byte[] hash(CapturedBody body) {
        MessageDigest digest = Fingerprint.digest();
        body.update(digest);
        return digest.digest();
    }

    private static byte[] hash(byte[] content) {
        MessageDigest digest = Fingerprint.digest();
        digest.update(Fingerprint.digest().digest(content));
        return digest.digest();
    }

    /** However much is read before the comparison, it is compared as a whole, and the rest is handed on once. */
    @ParameterizedTest
    @CsvSource({
        "50, 0",
        "50, 1",
        "50, 49",
        "50, 50",
        "100, 0",
        "100, 60",
        "100, 100",
        "101, 0",
        "101, 60",
        "101, 100",
        "101, 101",
        "999, 0",
        "999, 60",
        "999, 500",
        "999, 999"
    })
    void whoeverReadsHowMuch(int size, int before) throws IOException {
        for (boolean parsed : new boolean[] {true, false}) {
            byte[] content = content(size);
            CapturedBody body = body(content, parsed, LIMITS);
            assertThat(body.readNBytes(before)).isEqualTo(Arrays.copyOf(content, before));
            assertThat(body.complete()).isTrue();
            assertThat(body.complete()).isTrue();
            assertThat(hash(body)).isEqualTo(hash(content));
            assertThat(body.isWhole()).isEqualTo(parsed && size <= 100);
            if (body.isWhole()) {
                assertThat(Arrays.copyOf(body.bytes(), body.length())).isEqualTo(content);
            }
            assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, before, size));
            assertThat(body.read()).isEqualTo(-1);
            assertThat(body.isFinished()).isTrue();
            body.release();
        }
    }

    @Test
    void closingAStreamDoesNotForgetWhatIsCompared() throws IOException {
        byte[] content = content(50);
        CapturedBody body = body(content, true, LIMITS);
        body.readAllBytes();
        body.close();
        assertThat(body.complete()).isTrue();
        assertThat(hash(body)).isEqualTo(hash(content));
    }

    @Test
    void whatIsReadAheadIsBounded() throws IOException {
        assertThat(body(content(1_001), true, LIMITS).complete()).isFalse();
        assertThat(body(content(1_001), false, LIMITS).complete()).isFalse();
        CapturedBody largelyRead = body(content(5_000), true, LIMITS);
        largelyRead.readNBytes(4_000);
        assertThat(largelyRead.complete()).isTrue();
    }

    @Test
    void whereLargeBodiesAreRefusedItDoesNotMatterWhoHasReadThem() throws IOException {
        BodyLimits strict = new BodyLimits(100, 1_000, true);
        assertThat(body(content(100), true, strict).complete()).isTrue();
        assertThat(body(content(101), true, strict).complete()).isFalse();
        CapturedBody read = body(content(101), false, strict);
        read.readAllBytes();
        assertThat(read.complete()).isFalse();
    }

    @Test
    void noBodyIsComparedAsNothing() throws IOException {
        CapturedBody body = body(new byte[0], false, LIMITS);
        assertThat(body.complete()).isTrue();
        assertThat(body.isUnread()).isTrue();
        assertThat(hash(body)).isEqualTo(Fingerprint.digest().digest());
    }

    /** Whether its length was told, not told, or told wrongly. */
    @ParameterizedTest
    @CsvSource({"1, 1", "5000, 5000", "5000, -1", "20000, 20000", "20000, -1", "20000, 90000", "20000, 100", "70000, -1"
    })
    void whatIsHeldTakesLittleMoreRoomThanTheBody(int size, long told) throws IOException {
        for (int before : new int[] {0, size / 2, size}) {
            InputStream source = new ByteArrayInputStream(content(size));
            CapturedBody body = new CapturedBody(
                    new DelegatingServletInputStream(source), true, new BodyLimits(100_000, 0, false), told);
            body.readNBytes(before);
            assertThat(body.complete()).isTrue();
            assertThat(body.length()).isEqualTo(size);
            assertThat(body.bytes().length).isBetween(size, size + 512);
        }
    }

    /** A megabyte that is announced is not set aside before it comes. */
    @Test
    void noRoomIsMadeForWhatIsOnlyAnnounced() {
        HeldBytes held = new HeldBytes(1_000_000, 1_000_000);
        assertThat(held.memory()).isEmpty();
        held.write(new byte[10], 0, 10);
        assertThat(held.memory()).hasSize(8 * 1024);
        held.write(new byte[10_000], 0, 10_000);
        assertThat(held.memory()).hasSize(16 * 1024);
    }
}
