package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AllowedHostsTests {

    private static AllowedHosts hosts(String pattern) {
        return new AllowedHosts().with(pattern, "Idempotency-Key", Set.of("POST"));
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, https://api.example.com/charges",
        "api.example.com, HTTPS://API.Example.COM:443/charges",
        "API.example.com, http://api.example.com./charges",
        "api.example.com, https://user:secret@api.example.com/charges",
        "*.example.com, https://api.example.com/",
        "*.example.com, https://api.eu.example.com/",
        "localhost:8080, http://localhost:8080/",
        "[::1]:8080, http://[::1]:8080/",
    })
    void whatIsNamedGetsAKey(String pattern, URI uri) {
        assertThat(hosts(pattern).header("POST", uri)).isEqualTo("Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, https://api.example.com.evil.org/",
        "api.example.com, https://evil-api.example.com/",
        "api.example.com, https://api.example.com@evil.org/",
        "api.example.com, https://evil.org/api.example.com",
        "api.example.com, https://example.com/",
        "api.example.com, https://apiXexample.com/",
        "api.example.com, https://api.example.com:8443/",
        "api.example.com:8443, https://api.example.com/",
        "*.example.com, https://example.com/",
        "*.example.com, https://evilexample.com/",
        "*.example.com, https://api.example.com.evil.org/",
        "*.example.com, https://api.example.com:8443/",
        "localhost, http://localhost:8080/",
        "localhost, ftp://localhost:8080/",
        "localhost, ftp://localhost/",
        "localhost, mailto:localhost",
        "localhost, /charges",
    })
    void whatIsNotNamedGetsNone(String pattern, URI uri) {
        assertThat(hosts(pattern).header("POST", uri)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*example.com",
                "api.*.com",
                "https://api.example.com",
                "api.example.com/charges",
                "api.example.com:",
                "api.example.com:0",
                "api.example.com:65536",
                "my_service",
                "*.[::1]",
                "api..example.com",
                "api.example.com evil.org",
            })
    void whatIsNoHostIsRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hosts(pattern))
                .withMessageContaining("'" + pattern + "'");
    }

    @Test
    void theNearestPatternCounts() {
        AllowedHosts hosts = hosts("*.example.com")
                .with("api.example.com", "X-One", Set.of("POST"))
                .with("*.eu.example.com", "X-Region", Set.of("PATCH"));
        assertThat(hosts.header("POST", URI.create("https://api.example.com"))).isEqualTo("X-One");
        assertThat(hosts.header("POST", URI.create("https://www.example.com"))).isEqualTo("Idempotency-Key");
        assertThat(hosts.header("PATCH", URI.create("https://api.eu.example.com")))
                .isEqualTo("X-Region");
        assertThat(hosts.header("POST", URI.create("https://api.eu.example.com")))
                .isNull();
    }

    @Test
    void aHostIsNamedOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hosts("api.example.com").with("API.example.com", "X-Other", Set.of("POST")));
    }
}
