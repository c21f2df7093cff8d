package io.github.idempotency.caching;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a cache answers inside a guarded call is kept under the key, so that the retry of that call does not depend on what
 * the cache remembers. The last key of each test shows that the cache did forget.
 */
class CachesInsideGuardTests {

    private final ApplicationContextRunner application =
            Starts.application(Cached.class, Prices.class, Quotes.class, Reports.class);

    private static void forget(CacheManager caches) {
        caches.getCacheNames().forEach(name -> caches.getCache(name).clear());
    }

    @Test
    void aCacheInsideACall() {
        Starts.run(application, context -> {
            Quotes quotes = context.getBean(Quotes.class);
            String first = quotes.quote("key 1", "tea");
            String fromCache = quotes.quote("key 2", "tea");
            assertThat(fromCache).isEqualTo("quote for price 1 of tea").isEqualTo(first);
            forget(context.getBean(CacheManager.class));
            assertThat(quotes.quote("key 3", "tea")).isEqualTo("quote for price 2 of tea");
            assertThat(quotes.quote("key 2", "tea")).isEqualTo(fromCache);
            assertThat(quotes.quote("key 1", "tea")).isEqualTo(first);
        });
    }

    /** A cache that was told something else, which the guarded call has never seen. */
    @Test
    void aCacheThatHasAnotherAnswerByNow() {
        Starts.run(application, context -> {
            Quotes quotes = context.getBean(Quotes.class);
            String first = quotes.quote("key 1", "tea");
            context.getBean(CacheManager.class).getCache("prices").put("tea", "price 99 of tea");
            assertThat(quotes.quote("key 2", "tea")).isEqualTo("quote for price 99 of tea");
            assertThat(quotes.quote("key 1", "tea")).isEqualTo(first);
        });
    }

    @Test
    void aCacheOnTheGuardedMethodItself() {
        Starts.run(application, context -> {
            Quotes quotes = context.getBean(Quotes.class);
            String first = quotes.offer("key 1", "tea");
            String fromCache = quotes.offer("key 2", "tea");
            assertThat(fromCache).isEqualTo(first);
            forget(context.getBean(CacheManager.class));
            assertThat(quotes.offer("key 3", "tea")).isNotEqualTo(first);
            assertThat(quotes.offer("key 2", "tea")).isEqualTo(fromCache);
        });
    }

    /** The call around it ended in the middle, and its retry finds the record of what the cache had answered. */
    @Test
    void aCacheOnAGuardedMethodInsideACallThatIsRunAgain() {
        Starts.run(application, context -> {
            Quotes quotes = context.getBean(Quotes.class);
            Reports reports = context.getBean(Reports.class);
            String first = quotes.offer("key 1", "tea");
            assertThatIllegalStateException().isThrownBy(() -> reports.on("key 2", true));
            forget(context.getBean(CacheManager.class));
            assertThat(reports.on("key 2", false)).isEqualTo("report on " + first);
            assertThat(quotes.offer("key 3", "tea")).isNotEqualTo(first);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Cached {

        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }
    }

    static class Prices {

        private int asked;

        @Cacheable("prices")
        public String of(String product) {
            return "price " + ++asked + " of " + product;
        }
    }

    static class Quotes {

        private final Prices prices;

        private int offers;

        Quotes(Prices prices) {
            this.prices = prices;
        }

        @Idempotent(key = "#id")
        public String quote(String id, String product) {
            return "quote for " + prices.of(product);
        }

        @Idempotent(key = "#id")
        @Cacheable(cacheNames = "offers", key = "#product")
        public String offer(String id, String product) {
            return "offer " + ++offers + " of " + product;
        }
    }

    static class Reports {

        private final Quotes quotes;

        Reports(Quotes quotes) {
            this.quotes = quotes;
        }

        @Idempotent(key = "#id")
        public String on(String id, boolean crashes) {
            String offer = quotes.offer(id + "/offer", "tea");
            if (crashes) {
                throw new IllegalStateException("crashed");
            }
            return "report on " + offer;
        }
    }
}
