package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;

/** A service with all the advice that Spring has, each of which writes down when it is asked. */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@EnableMethodSecurity
@EnableResilientMethods
@EnableTransactionManagement
class AdvisedShop {

    record Journal(List<String> lines) implements IdempotencyListener {

        @Override
        public void on(IdempotencyEvent event) {
            lines.add(event.type().name());
        }
    }

    @Bean
    Journal journal() {
        return new Journal(new CopyOnWriteArrayList<>());
    }

    @Bean
    Orders orders(Journal journal) {
        return new Orders(journal.lines());
    }

    @Bean
    PlatformTransactionManager transactions(Journal journal) {
        return new JournalingTransactions(journal.lines());
    }

    @Bean
    CacheManager caches(Journal journal) {
        SimpleCacheManager caches = new SimpleCacheManager();
        caches.setCaches(List.of(new ConcurrentMapCache("prices") {

            @Override
            protected Object lookup(Object key) {
                journal.lines().add("lookup");
                return super.lookup(key);
            }
        }));
        return caches;
    }

    static class Orders {

        private final List<String> journal;

        private int runs;

        Orders(List<String> journal) {
            this.journal = journal;
        }

        private int run() {
            journal.add("run");
            return ++runs;
        }

        @Idempotent(key = "#id")
        @Transactional
        public String place(String id) {
            return "order " + run();
        }

        @Idempotent(key = "#id")
        @Transactional
        public String fail(String id) {
            throw new IllegalStateException("order " + run());
        }

        @Idempotent(key = "#id")
        @Cacheable("prices")
        public String price(String id) {
            return "price " + run();
        }

        @Idempotent(key = "#id")
        @Cacheable(cacheNames = "prices", key = "#product")
        public String priceAgain(String id, String product) {
            return "price " + run();
        }

        @Idempotent(key = "#id")
        @PreAuthorize("hasRole('CLERK')")
        public String approve(String id) {
            return "approved " + run();
        }

        @Idempotent(key = "#id")
        @Retryable(maxRetries = 2, delay = 0)
        public String ship(String id) {
            int attempt = IdempotencyContext.current().attempt();
            journal.add("attempt " + attempt);
            if (attempt < 3) {
                throw new IllegalStateException("The lorry broke down");
            }
            return "attempt " + attempt;
        }
    }

    private static final class JournalingTransactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private final transient List<String> journal;

        JournalingTransactions(List<String> journal) {
            this.journal = journal;
        }

        @Override
        protected Object doGetTransaction() {
            return journal;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            journal.add("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            journal.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            journal.add("rollback");
        }
    }
}
