package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.aop.FingerprintSettings;
import io.github.idempotency.aop.IdempotentAdvisor;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.RetrySettings;
import io.github.idempotency.aop.SamplingSettings;

/**
 * Configuration of guarded methods. What is said for one scope beats the annotation; the annotation beats its profile;
 * the profile beats the defaults.
 *
 * @param enabled Whether guarded methods are guarded.
 * @param namespace What keys are unique within, beside scope and owner. Defaults to 'spring.application.name'.
 * @param store Where records are kept. Defaults to Redis if there is a connection to it, otherwise to the database.
 * @param profile Name of the profile of methods that name none.
 * @param ttl How long an answer is kept, from its completion.
 * @param resultTtl How long an answer itself is kept, from its completion, if it should be gone before its key is free
 *     again. At most 'ttl'. Defaults to as long as that.
 * @param required Whether a call without a key is refused.
 * @param fingerprint SpEL that yields what must be equal for a retry to be the same request, or 'off'.
 * @param lease How long a claim lives unless renewed.
 * @param effect What a second execution would do.
 * @param onInProgress What a duplicate of a running call gets.
 * @param waitTimeout How long a duplicate waits that does wait.
 * @param maxWaiters How many duplicates may wait at a time on this node, each with its thread.
 * @param onMismatch What a used key with another request gets.
 * @param onStoreFailure What a call gets when the store cannot be asked.
 * @param onCancel What becomes of asynchronous work whose caller goes away before it is answered.
 * @param drainTimeout How long asynchronous work runs on at most whose caller has gone, before it is given up. 0 for as
 *     long as it likes.
 * @param maxResultSize Largest answer that is kept; a larger one is given but not retained.
 * @param transactional Whether a method and the storing of its answer are one transaction of the records' database.
 * @param nearReplay Whether a retry may be answered from a copy of the record in the same process, without asking the
 *     store.
 * @param requestFingerprint What of a request is compared, where the key is its header.
 * @param anonymous Whose the keys of callers are who are not authenticated. Defaults to refusing keys of the request
 *     header where owners are known.
 * @param retry Transient retries of steps.
 * @param sampling Samples of steps.
 * @param profiles Bundles of settings that annotations and scopes name.
 * @param scopes Settings of one scope.
 * @param advice Where the advice stands among others.
 * @param redis Records in Redis.
 * @param nearCache Copies of completed records in this process.
 */
@ConfigurationProperties("idempotency")
public record IdempotencyProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String namespace,
        @Nullable StoreType store,
        @Nullable String profile,
        @Nullable Duration ttl,
        @Nullable Duration resultTtl,
        @Nullable Boolean required,
        @Nullable String fingerprint,
        @Nullable Duration lease,
        @Nullable Effect effect,
        @Nullable InProgressPolicy onInProgress,
        @Nullable Duration waitTimeout,
        @DefaultValue("100") int maxWaiters,
        @Nullable MismatchPolicy onMismatch,
        @Nullable StoreFailurePolicy onStoreFailure,
        @Nullable CancelPolicy onCancel,
        @Nullable Duration drainTimeout,
        @Nullable DataSize maxResultSize,
        @Nullable Boolean transactional,
        @Nullable Boolean nearReplay,
        @NestedConfigurationProperty @Nullable FingerprintSettings requestFingerprint,
        @Nullable AnonymousPolicy anonymous,
        @NestedConfigurationProperty @Nullable RetrySettings retry,
        @NestedConfigurationProperty @Nullable SamplingSettings sampling,
        @DefaultValue Map<String, IdempotentSettings> profiles,
        @DefaultValue Map<String, IdempotentSettings> scopes,
        @DefaultValue Advice advice,
        @DefaultValue Redis redis,
        @DefaultValue NearCacheSettings nearCache) {

    IdempotentConfiguration configuration() {
        IdempotentSettings defaults = new IdempotentSettings(
                profile,
                null,
                ttl,
                resultTtl,
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
                onCancel,
                drainTimeout,
                maxResultSize,
                transactional,
                nearReplay,
                null,
                null,
                requestFingerprint,
                anonymous,
                null,
                retry,
                sampling);
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
     * @param flushConsolidation Whether commands of many callers are sent together over the records' connection, which
     *     nearly doubles what it can take and costs a lone caller some microseconds.
     */
    public record Redis(
            @Nullable Duration timeout,
            @DefaultValue("idempotency:") String keyPrefix,
            @DefaultValue("10m") Duration copyLife,
            @DefaultValue("true") boolean flushConsolidation) {}

    /**
     * Copies of completed records in this process, where there is Caffeine.
     *
     * @param maxSize Heap that copies take at most, about. 0 for no copies.
     * @param life How long a copy is used at most, and so how long a deleted record may still be replayed on a node that
     *     was not told of its deletion. 0 for no copies.
     */
    public record NearCacheSettings(
            @DefaultValue("32MB") DataSize maxSize,
            @DefaultValue("10s") Duration life) {}
}
