package io.github.idempotency.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is sealed opens as it was, in its own record, with its own key, and in no other way. */
class AnswerEnvelopeTests {

    private static final long NEVER = Long.MAX_VALUE;

    private static final long MAX = 1_000_000;

    private static final StoreKey KEY = StoreKey.of("shop", "orders", "alice", "1");

    private static final StoreKey OTHER = StoreKey.of("shop", "orders", "alice", "2");

    private static final byte[] ANSWER = "{\"iban\":\"DE02120300000000202051\"}".getBytes(StandardCharsets.US_ASCII);

    private record Keys(@Nullable String activeId, Map<String, SecretKey> byId) implements EncryptionKeys {

        static Keys active(@Nullable String activeId, String... ids) {
            Map<String, SecretKey> keys = new TreeMap<>();
            for (String id : ids) {
                byte[] bytes = new byte[32];
                Arrays.fill(bytes, (byte) id.hashCode());
                keys.put(id, new SecretKeySpec(bytes, "AES"));
            }
            return new Keys(activeId, keys);
        }

        @Override
        public @Nullable SecretKey find(String id) {
            return byId.get(id);
        }
    }

    private static AnswerEnvelope with(Keys keys) {
        return new AnswerEnvelope(keys, false, NEVER);
    }

    private final AnswerEnvelope encrypting = with(Keys.active("a", "a"));

    private final AnswerEnvelope plain = with(Keys.active(null));

    private static byte[] seal(AnswerEnvelope envelope, byte[] answer) {
        return envelope.seal(KEY, new Result(Outcome.SUCCEEDED, answer), answer);
    }

    private static byte[] open(AnswerEnvelope envelope, byte[] sealed) {
        return open(envelope, KEY, Outcome.SUCCEEDED, sealed);
    }

    private static byte[] open(AnswerEnvelope envelope, StoreKey key, Outcome outcome, byte[] sealed) {
        return envelope.open(key, new Result(outcome, sealed), sealed, MAX);
    }

    private static void refuses(AnswerEnvelope envelope, byte[] sealed, String message) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> open(envelope, sealed))
                .withMessageContaining(message);
    }

    @Test
    void whatIsSealedOpens() {
        for (byte[] answer : new byte[][] {{}, {1}, ANSWER, new byte[100_000]}) {
            byte[] sealed = seal(encrypting, answer);
            assertThat(sealed).hasSize(4 + 2 + 12 + answer.length + 16);
            assertThat(open(encrypting, sealed)).isEqualTo(answer);
        }
        assertThat(new String(seal(encrypting, ANSWER), StandardCharsets.ISO_8859_1))
                .doesNotContain("iban", "DE02");
    }

    /** Samples are added, never changed. */
    @Test
    void aSampleOfFormat1Opens() {
        byte[] sample = HexFormat.of().parseHex(SAMPLE);
        assertThat(open(encrypting, sample)).isEqualTo(ANSWER);
        assertThat(Arrays.copyOf(sample, 6)).isEqualTo(Arrays.copyOf(seal(encrypting, ANSWER), 6));
    }

    private static final String SAMPLE =
            "f545010101610faa9d7e5478ab2d78c74105c202e9e4b2ef1903fa0684b63e5a432875c95ee07ad91b3822e81217d01d726ce8b4171a198ff3c661e07658ff4593d63a";

    @Test
    void twoSealsOfOneAnswerHaveNothingInCommonButTheirHeader() {
        byte[] one = seal(encrypting, ANSWER);
        byte[] two = seal(encrypting, ANSWER);
        assertThat(Arrays.copyOfRange(one, 6, 18)).isNotEqualTo(Arrays.copyOfRange(two, 6, 18));
        assertThat(Arrays.copyOfRange(one, 18, one.length)).isNotEqualTo(Arrays.copyOfRange(two, 18, two.length));
    }

    @Test
    void noBitMayBeAnother() {
        byte[] sealed = seal(encrypting, ANSWER);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            refuses(encrypting, changed, "it ");
        }
    }

    @Test
    void noByteMayBeMissingOrAdded() {
        byte[] sealed = seal(encrypting, ANSWER);
        for (int length = 0; length < sealed.length; length++) {
            refuses(encrypting, Arrays.copyOf(sealed, length), "it ");
        }
        refuses(encrypting, Arrays.copyOf(sealed, sealed.length + 1), "it was changed");
    }

    @Test
    void anAnswerOpensInItsOwnRecordOnly() {
        byte[] sealed = seal(encrypting, ANSWER);
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> open(encrypting, OTHER, Outcome.SUCCEEDED, sealed))
                .withMessage("it was changed, or is another record's");
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> open(encrypting, KEY, Outcome.REJECTED, sealed));
    }

    @Test
    void keysAreRotatedByAddingFirst() {
        AnswerEnvelope added = with(Keys.active("a", "a", "b"));
        AnswerEnvelope switched = with(Keys.active("b", "a", "b"));
        for (AnswerEnvelope writer : new AnswerEnvelope[] {added, switched}) {
            for (AnswerEnvelope reader : new AnswerEnvelope[] {added, switched}) {
                assertThat(open(reader, seal(writer, ANSWER))).isEqualTo(ANSWER);
            }
        }
        assertThat(open(with(Keys.active(null, "a")), seal(encrypting, ANSWER))).isEqualTo(ANSWER);
        refuses(with(Keys.active("b", "b")), seal(encrypting, ANSWER), "idempotency.encryption.keys: a");
        refuses(plain, seal(encrypting, ANSWER), "idempotency.encryption.keys: a");
    }

    @Test
    void whatIsNotEncryptedIsReadOnlyIfThatIsSaid() {
        refuses(encrypting, ANSWER, "idempotency.encryption.read-unencrypted is false");
        refuses(encrypting, seal(new AnswerEnvelope(Keys.active(null), false, 0), new byte[1000]), "read-unencrypted");
        assertThat(open(new AnswerEnvelope(Keys.active("a", "a"), true, NEVER), ANSWER))
                .isEqualTo(ANSWER);
    }

    /** Nothing is copied where nothing is on. */
    @Test
    void withoutAnythingAnAnswerIsKeptAsItIs() {
        assertThat(seal(plain, ANSWER)).isSameAs(ANSWER);
        assertThat(open(plain, ANSWER)).isSameAs(ANSWER);
    }

    @Test
    void whatLooksLikeAnEnvelopeIsPutIntoOne() {
        byte[] alike = seal(encrypting, ANSWER);
        assertThat(seal(plain, alike)).hasSize(alike.length + 4);
        assertThat(open(plain, seal(plain, alike))).isEqualTo(alike);
        refuses(plain, new byte[] {(byte) 0xf5, 'E', 2, 0}, "no envelope of format 1");
        refuses(plain, new byte[] {(byte) 0xf5, 'E', 1, 4}, "no envelope of format 1");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "a")
    void whatIsAsLargeAsTheThresholdIsCompressedIfItGetsSmaller(@Nullable String key) {
        Keys keys = key == null ? Keys.active(null) : Keys.active(key, key);
        AnswerEnvelope compressing = new AnswerEnvelope(keys, false, 1000);
        byte[] large = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);
        assertThat(seal(compressing, large)).hasSizeLessThan(100);
        assertThat(open(compressing, seal(compressing, large))).isEqualTo(large);
        assertThat(seal(compressing, Arrays.copyOf(large, 999))).hasSizeGreaterThan(998);
        byte[] random = new byte[2000];
        new Random(1).nextBytes(random);
        assertThat(open(compressing, seal(compressing, random))).isEqualTo(random);
        assertThat(seal(compressing, random)).hasSizeLessThan(2100);
    }

    @Test
    void whatIsCompressedMakesNoMoreThanItSaysAndMay() {
        AnswerEnvelope compressing = new AnswerEnvelope(Keys.active(null), false, 0);
        byte[] bomb = compressing.seal(KEY, new Result(Outcome.SUCCEEDED, new byte[0]), new byte[20_000_000]);
        refuses(plain, bomb, "max-result-size");
        for (int says : new int[] {0, 1, 999_999, -1, Integer.MAX_VALUE}) {
            refuses(plain, ByteBuffer.wrap(bomb.clone()).putInt(4, says).array(), "it is no compressed answer");
        }
        byte[] good = seal(compressing, new byte[5000]);
        for (int length = 4; length < good.length; length++) {
            refuses(plain, Arrays.copyOf(good, length), "it is no compressed answer");
        }
    }
}
