package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.aop.FingerprintSettings;
import io.github.idempotency.aop.IdempotentAdvisor;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.web.BodyLimits;

/**
 * Configuration of guarded methods. What is said for one scope beats the annotation; the annotation beats its profile;
 * the profile beats the defaults.
 *
 * @param enabled Whether guarded methods are guarded.
 * @param namespace What keys are unique within, beside scope and owner. Defaults to 'spring.application.name'.
 * @param store Where records are kept. Defaults to Redis if there is a connection to it, otherwise to the database.
 * @param profile Name of the profile of methods that name none.
 * @param ttl How long an answer is kept, from its completion.
 * @param required Whether a call without a key is refused.
 * @param fingerprint SpEL that yields what must be equal for a retry to be the same request, or 'off'.
 * @param lease How long a claim lives unless renewed.
 * @param effect What a second execution would do.
 * @param onInProgress What a duplicate of a running call gets.
 * @param waitTimeout How long a duplicate waits that does wait.
 * @param maxWaiters How many duplicates may wait at a time on this node, each with its thread.
 * @param onMismatch What a used key with another request gets.
 * @param onStoreFailure What a call gets when the store cannot be asked.
 * @param maxResultSize Largest answer that is kept; a larger one is given but not retained.
 * @param transactional Whether a method and the storing of its answer are one transaction of the records' database.
 * @param requestFingerprint What of a request is compared, where the key is its header.
 * @param anonymous Whose the keys of callers are who are not authenticated. Defaults to refusing keys of the request
 *     header where owners are known.
 * @param profiles Bundles of settings that annotations and scopes name.
 * @param scopes Settings of one scope.
 * @param advice Where the advice stands among others.
 * @param redis Records in Redis.
 * @param web Guarded controllers.
 */
@ConfigurationProperties("idempotency")
public record IdempotencyProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String namespace,
        @Nullable StoreType store,
        @Nullable String profile,
        @Nullable Duration ttl,
        @Nullable Boolean required,
        @Nullable String fingerprint,
        @Nullable Duration lease,
        @Nullable Effect effect,
        @Nullable InProgressPolicy onInProgress,
        @Nullable Duration waitTimeout,
        @DefaultValue("100") int maxWaiters,
        @Nullable MismatchPolicy onMismatch,
        @Nullable StoreFailurePolicy onStoreFailure,
        @Nullable DataSize maxResultSize,
        @Nullable Boolean transactional,
        @NestedConfigurationProperty @Nullable FingerprintSettings requestFingerprint,
        @Nullable AnonymousPolicy anonymous,
        @DefaultValue Map<String, IdempotentSettings> profiles,
        @DefaultValue Map<String, IdempotentSettings> scopes,
        @DefaultValue Advice advice,
        @DefaultValue Redis redis,
        @DefaultValue Web web) {

    IdempotentConfiguration configuration() {
        IdempotentSettings defaults = new IdempotentSettings(
                profile,
                null,
                ttl,
                null,
                required,
                fingerprint,
                lease,
                effect,
                null,
                onInProgress,
                waitTimeout,
                onMismatch,
                onStoreFailure,
                maxResultSize,
                transactional,
                null,
                null,
                requestFingerprint,
                anonymous);
        return new IdempotentConfiguration(defaults, profiles, scopes);
    }

    /** Where records are kept. */
    public enum StoreType {

        /** In the application's Redis. */
        REDIS(RedisStoreConfiguration.STORE),

        /** In the application's database. */
        JDBC(JdbcStoreConfiguration.STORE),

        /** In the application's database, with copies of completed ones in Redis: {@code redis+jdbc}. */
        REDIS_JDBC(TwoLevelStoreConfiguration.STORE),

        /** In this process: for development and tests. */
        MEMORY(MemoryStoreConfiguration.STORE);

        private final String beanName;

        StoreType(String beanName) {
            this.beanName = beanName;
        }

        String beanName() {
            return beanName;
        }
    }

    /**
     * Where the advice stands among others.
     *
     * @param order Order of the advisor; the lower, the further out.
     */
    public record Advice(
            @DefaultValue("" + IdempotentAdvisor.DEFAULT_ORDER)
            int order) {}

    /**
     * Records in Redis.
     *
     * @param timeout How long connecting and each command may take, over a connection that only records use. 0 for the
     *     application's connection as it is. Defaults to 'spring.data.redis.timeout', or else 2s.
     * @param keyPrefix What every key begins with.
     * @param copyLife How long a copy of a record in the database is kept at most.
     */
    public record Redis(
            @Nullable Duration timeout,
            @DefaultValue("idempotency:") String keyPrefix,
            @DefaultValue("10m") Duration copyLife) {}

    /**
     * Guarded controllers.
     *
     * @param header Request header that carries the key.
     * @param headerAliases Comma-separated list of request headers that carry the key instead.
     * @param key What a key in a header looks like.
     * @param replayedHeaders Comma-separated list of response headers that are stored and replayed.
     * @param problemTypeBase What the 'type' of every problem begins with.
     * @param problemDocumentationBase What the link to the documentation of every problem begins with. Defaults to the
     *     type, where that is the address of a web page.
     * @param maxRequestSize How much of a request's body is held in memory to fingerprint it.
     * @param onLargeRequest What a request gets whose body exceeds that.
     * @param maxSpooledSize Largest body that is put into a temporary file, where it has to be fingerprinted before the handler reads it.
     */
    public record Web(
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

            @DefaultValue("urn:problem-type:idempotency:") String problemTypeBase,
            @Nullable String problemDocumentationBase,
            @DefaultValue("1MB") DataSize maxRequestSize,
            @DefaultValue("fingerprint") LargeRequestPolicy onLargeRequest,
            @DefaultValue("100MB") DataSize maxSpooledSize) {

        /** @throws IllegalArgumentException if a header has no name of one */
        public Web {
            parser(header, headerAliases, key);
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
        public enum LargeRequestPolicy {

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
        public record Key(
                @DefaultValue("false") boolean strict,
                @DefaultValue("1") int minLength,
                @DefaultValue("255") int maxLength,
                @Nullable Pattern pattern) {

            /** @throws IllegalArgumentException if the lengths are out of bounds */
            public Key {
                new KeyFormat(strict, minLength, maxLength, pattern);
            }

            KeyFormat format() {
                return new KeyFormat(strict, minLength, maxLength, pattern);
            }
        }
    }
}
