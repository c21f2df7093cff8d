package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of requests are compared as they are.
 *
 * <p>Broken on purpose, by feeding plain UTF-8: all halves of characters are one question mark.
 */
class ComparedRequestTests {

    private static final FingerprintSelection TENANT =
            new FingerprintSelection(FingerprintSelection.DEFAULT.fields(), List.of("x-tenant"));

    @Test
    void halvesOfCharactersAreNotOneText() {
        List<String> texts = List.of("?", "\ufffd", "\ud800", "\ud801", "\udc00", "\ud800\udc00", "\udc00\ud800");
        assertThat(texts).map(text -> fingerprint(text, "", "")).doesNotHaveDuplicates();
        assertThat(texts).map(text -> fingerprint("/", "a=" + text, "")).doesNotHaveDuplicates();
        assertThat(texts).map(text -> fingerprint("/", "", text)).doesNotHaveDuplicates();
    }

    /** Fingerprints that are stored already are compared with those of today. */
    @Test
    void wellFormedTextsAreFedAsEver() {
        MessageDigest fed = Fingerprint.digest();
        ComparedRequest.feed(fed, "\u00e4\ud83d\ude00");
        assertThat(fed.digest())
                .isEqualTo(Fingerprint.digest().digest("6:\u00e4\ud83d\ude00".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theOrderOfParametersIsNotCompared() {
        assertThat(fingerprint("/", "a=1&b=2", "")).isEqualTo(fingerprint("/", "b=2&a=1", ""));
        assertThat(Stream.of("a=1&b=2", "a=2&b=1", "a=1").map(query -> fingerprint("/", query, "")))
                .doesNotHaveDuplicates();
    }

    private static String fingerprint(String path, String query, String tenant) {
        MessageDigest digest = Fingerprint.digest();
        ComparedRequest.update(digest, "POST", path, query, null, TENANT, header -> List.of(tenant));
        return Arrays.toString(digest.digest());
    }
}
