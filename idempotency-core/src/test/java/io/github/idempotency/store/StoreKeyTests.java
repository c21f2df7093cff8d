package io.github.idempotency.store;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StoreKeyTests {

    @Test
    void partsNeverRunTogether() {
        assertThat(StoreKey.of("a", "bc"))
                .isNotEqualTo(StoreKey.of("ab", "c"))
                .isNotEqualTo(StoreKey.of("abc"))
                .isNotEqualTo(StoreKey.of("a", "bc", ""));
        assertThat(StoreKey.of("", "a")).isNotEqualTo(StoreKey.of("a", ""));
    }

    @Test
    void aPartThatLooksLikeALengthIsOnlyAPart() {
        assertThat(StoreKey.of("a", "b")).isNotEqualTo(StoreKey.of("a\0\0\0\1b"));
    }

    @Test
    void lengthsAreThoseOfTheBytes() {
        assertThat(StoreKey.of("ä", "b")).isNotEqualTo(StoreKey.of("Ã", "¤b"));
    }

    /** What a JSON text may hold and UTF-8 cannot say. */
    @Test
    void halvesOfCharactersAreTheirOwn() {
        assertThat(StoreKey.of("k\ud800"))
                .isEqualTo(StoreKey.of("k\ud800"))
                .isNotEqualTo(StoreKey.of("k\udbff"))
                .isNotEqualTo(StoreKey.of("k?"))
                .isNotEqualTo(StoreKey.of("k\ufffd"))
                .isNotEqualTo(StoreKey.of("\u0000k\ud800"));
        assertThat(StoreKey.of("\ud83d", "\ude00")).isNotEqualTo(StoreKey.of("\ud83d\ude00"));
    }

    @Test
    void equalPartsAreOneKey() {
        assertThat(StoreKey.of("shop", "order", "", "k"))
                .isEqualTo(StoreKey.of("shop", "order", "", "k"))
                .hasSameHashCodeAs(StoreKey.of("shop", "order", "", "k"));
    }

    @Test
    void theReferenceIs22CharactersOfBase64Url() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(StoreKey.of("reference", Integer.toString(i)).reference())
                    .matches("[A-Za-z0-9_-]{22}");
        }
    }

    /** Records outlive releases of this library, so the derivation of their names may never change. */
    @Test
    void theDerivationIsForEver() {
        assertThat(StoreKey.of("shop", "orders", "alice", "key-1").reference()).isEqualTo("5nr1kldcr1jzkfVQYUDUKw");
    }

    @Test
    void bytesComeBackAndAreCopies() {
        StoreKey key = StoreKey.of("k");
        byte[] bytes = key.toBytes();
        assertThat(StoreKey.ofDigest(bytes)).isEqualTo(key);
        bytes[0]++;
        assertThat(key.toBytes()).isNotEqualTo(bytes);
    }

    @Test
    void aKeyNeedsAPart() {
        assertThatIllegalArgumentException().isThrownBy(StoreKey::of);
    }

    @Test
    void aDigestHas16Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.ofDigest(new byte[15]));
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.ofDigest(new byte[17]));
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.ofDigest(new byte[0]));
    }

    @Test
    void theCallersKeyCannotBeReadFromIt() {
        assertThat(StoreKey.of("scope", "secret-key").toString()).doesNotContain("secret");
    }
}
