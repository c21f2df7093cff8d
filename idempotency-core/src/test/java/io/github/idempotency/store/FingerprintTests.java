package io.github.idempotency.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FingerprintTests {

    @Test
    void aRequestMatchesItself() {
        assertThat(Fingerprint.of("a", "b").matches(Fingerprint.of("a", "b"))).isTrue();
        assertThat(Fingerprint.of("a", "b")).isEqualTo(Fingerprint.of("a", "b"));
    }

    @Test
    void anotherRequestDoesNotMatch() {
        assertThat(Fingerprint.of("a", "b").matches(Fingerprint.of("a", "c"))).isFalse();
    }

    @Test
    void partsNeverRunTogether() {
        assertThat(Fingerprint.of("a", "bc").matches(Fingerprint.of("ab", "c"))).isFalse();
    }

    @Test
    void noneMatchesEveryRequestFromEitherSide() {
        assertThat(Fingerprint.NONE.matches(Fingerprint.of("a"))).isTrue();
        assertThat(Fingerprint.of("a").matches(Fingerprint.NONE)).isTrue();
        assertThat(Fingerprint.NONE.matches(Fingerprint.NONE)).isTrue();
        assertThat(Fingerprint.NONE).isNotEqualTo(Fingerprint.of("a"));
    }

    @Test
    void noPartsAtAllAreStillAFingerprint() {
        assertThat(Fingerprint.of()).isNotEqualTo(Fingerprint.NONE);
    }

    @Test
    void bytesComeBackAndAreCopies() {
        Fingerprint fingerprint = Fingerprint.of("a");
        byte[] bytes = fingerprint.toBytes();
        assertThat(bytes).hasSize(Fingerprint.LENGTH);
        assertThat(Fingerprint.ofDigest(bytes)).isEqualTo(fingerprint);
        bytes[0]++;
        assertThat(fingerprint.toBytes()).isNotEqualTo(bytes);
    }

    @Test
    void noBytesAreNone() {
        assertThat(Fingerprint.ofDigest(new byte[0])).isSameAs(Fingerprint.NONE);
        assertThat(Fingerprint.NONE.toBytes()).isEmpty();
    }

    @Test
    void aDigestHas16Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.ofDigest(new byte[15]));
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.ofDigest(new byte[32]));
    }

    @Test
    void aComputationEndsInItsFirst128Bits() {
        MessageDigest digest = Fingerprint.digest();
        digest.update("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(Fingerprint.of(digest)).hasToString("ba7816bf8f01cfea414140de5dae2223");
    }
}
