package io.github.idempotency.encryption;

import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is stored as an envelope: an answer of no more than the size allowed, or word that it cannot be read. Whatever
 * the answer, what is sealed opens as it was, and no byte of what is encrypted can be changed.
 *
 * <p>Broken on purpose, by an envelope that does not look whether an answer looks like one: a seed fails.
 */
class AnswerEnvelopeFuzzTests {

    private static final StoreKey KEY = StoreKey.of("shop", "orders", "alice", "1");

    private static final int MAX = 100_000;

    private static final SecretKey SECRET = new SecretKeySpec(new byte[32], "AES");

    private final AnswerEnvelope plain = envelope(null, Long.MAX_VALUE);

    private final AnswerEnvelope compressing = envelope(null, 0);

    private final AnswerEnvelope encrypting = envelope("a", Long.MAX_VALUE);

    private final AnswerEnvelope both = envelope("a", 0);

    @FuzzTest
    @Timeout(10)
    void opensOrIsUnreadable(byte[] bytes) {
        for (AnswerEnvelope envelope : List.of(plain, encrypting)) {
            byte[] opened = open(envelope, bytes);
            assertThat(opened == null || opened.length <= Math.max(MAX, bytes.length))
                    .isTrue();
        }
        for (AnswerEnvelope envelope : List.of(plain, compressing, encrypting, both)) {
            assertThat(open(envelope, seal(envelope, bytes))).isEqualTo(bytes);
        }
        byte[] sealed = seal(both, bytes);
        int changed = Math.floorMod(Arrays.hashCode(bytes), sealed.length);
        sealed[changed] ^= (byte) (1 << Math.floorMod(bytes.length, 8));
        assertThat(open(both, sealed)).as("byte %d changed", changed).isNull();
    }

    private static byte[] seal(AnswerEnvelope envelope, byte[] answer) {
        return envelope.seal(KEY, new Result(Outcome.SUCCEEDED, answer), answer);
    }

    private static byte @Nullable [] open(AnswerEnvelope envelope, byte[] sealed) {
        try {
            return envelope.open(KEY, new Result(Outcome.SUCCEEDED, sealed), sealed, MAX);
        } catch (UnreadableRecordException ex) {
            return null;
        }
    }

    private static AnswerEnvelope envelope(@Nullable String active, long threshold) {
        EncryptionKeys keys = new EncryptionKeys() {

            @Override
            public @Nullable String activeId() {
                return active;
            }

            @Override
            public @Nullable SecretKey find(String id) {
                return id.equals("a") ? SECRET : null;
            }
        };
        return new AnswerEnvelope(keys, false, threshold);
    }
}
