package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.web.BodyLimits;

/**
 * Guarded controllers.
 *
 * @param header Request header that carries the key.
 * @param headerAliases Comma-separated list of request headers that carry the key instead.
 * @param key What a key in a header looks like.
 * @param replayedHeaders Comma-separated list of response headers that are stored and replayed.
 * @param replayMarks Comma-separated list of response headers that are 'true' on a stored answer, beside
 *     'Idempotent-Replayed'; for example 'X-Idempotency-Replayed, X-From-Cache'.
 * @param replayPace What passes at least between two frames of a stream that is replayed, up to 1m. 0 for as fast as they
 *     are read.
 * @param problemTypeBase What the 'type' of every problem begins with.
 * @param problemDocumentationBase What the link to the documentation of every problem begins with. Defaults to the
 *     type, where that is the address of a web page.
 * @param maxRequestSize How much of a request's body is held in memory to fingerprint it.
 * @param onLargeRequest What a request gets whose body exceeds that.
 * @param maxSpooledSize Largest body that is put into a temporary file, where it has to be fingerprinted before the handler reads it.
 * @param operationsPath Where callers ask what has become of a call that was accepted ('on-in-progress: accept').
 */
@ConfigurationProperties("idempotency.web")
record IdempotencyWebProperties(
        @DefaultValue("Idempotency-Key") String header,
        @DefaultValue LinkedHashSet<String> headerAliases,
        @DefaultValue Key key,

        @DefaultValue({
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Link",
            "Location",
            "Retry-After"
        })
        LinkedHashSet<String> replayedHeaders,

        @DefaultValue LinkedHashSet<String> replayMarks,
        @DefaultValue("0") Duration replayPace,
        @DefaultValue("urn:problem-type:idempotency:") String problemTypeBase,
        @Nullable String problemDocumentationBase,
        @DefaultValue("1MB") DataSize maxRequestSize,
        @DefaultValue("fingerprint") LargeRequestPolicy onLargeRequest,
        @DefaultValue("100MB") DataSize maxSpooledSize,
        @DefaultValue("/idempotency/operations") String operationsPath) {

    /** @throws IllegalArgumentException if a header has no name of one, the path is none or the pace out of bounds */
    IdempotencyWebProperties {
        if (!operationsPath.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("The operations-path '" + operationsPath
                    + "' is no path: write for example /idempotency/operations");
        }
        requireNames(replayMarks);
        if (replayPace.isNegative() || replayPace.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("The replay-pace " + replayPace
                    + " is what passes between two frames: write 0 for nothing, or up to 1m, for example 20ms");
        }
        parser(header, headerAliases, key);
    }

    private static void requireNames(Set<String> headers) {
        for (String name : headers) {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a header");
            }
        }
    }

    HeaderKeyParser parser() {
        return parser(header, headerAliases, key);
    }

    private static HeaderKeyParser parser(String header, Set<String> aliases, Key key) {
        List<String> names = new ArrayList<>(aliases);
        names.add(0, header);
        return new HeaderKeyParser(names, key.format());
    }

    BodyLimits bodies() {
        return new BodyLimits(
                (int) Math.min(Integer.MAX_VALUE - 8, maxRequestSize.toBytes()),
                maxSpooledSize.toBytes(),
                onLargeRequest == LargeRequestPolicy.REFUSE);
    }

    /** What a request gets whose body is too large to be held in memory. */
    enum LargeRequestPolicy {

        /** It is compared by the hash of its bytes. */
        FINGERPRINT,

        /** 413, and nothing runs. */
        REFUSE
    }

    /**
     * What a key in a header looks like.
     *
     * @param strict Whether only a String of RFC 9651, in double quotes, is a key.
     * @param minLength Characters a key has at least, without its quotes.
     * @param maxLength Characters a key has at most, up to 1024.
     * @param pattern Regular expression that the whole key must match.
     */
    record Key(
            @DefaultValue("false") boolean strict,
            @DefaultValue("1") int minLength,
            @DefaultValue("255") int maxLength,
            @Nullable Pattern pattern) {

        /** @throws IllegalArgumentException if the lengths are out of bounds */
        Key {
            new KeyFormat(strict, minLength, maxLength, pattern);
        }

        KeyFormat format() {
            return new KeyFormat(strict, minLength, maxLength, pattern);
        }
    }
}
