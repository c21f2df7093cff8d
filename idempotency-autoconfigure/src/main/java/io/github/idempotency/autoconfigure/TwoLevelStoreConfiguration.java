package io.github.idempotency.autoconfigure;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.autoconfigure.JdbcTableConfiguration.JdbcTable;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.redis.RedisResultFront;

/** Records in the application's database, and copies of the completed ones in Redis. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({DataSourceScriptDatabaseInitializer.class, RedisConnectionFactory.class})
class TwoLevelStoreConfiguration {

    static final String STORE = "twoLevelIdempotencyStore";

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnStore(StoreType.REDIS_JDBC)
    @ConditionalOnBean({DataSource.class, RedisConnectionFactory.class})
    @ConditionalOnMissingBean(IdempotencyStore.class)
    @Import({JdbcTableConfiguration.class, RedisConnectionConfiguration.class})
    static class Standard {

        @Bean(STORE)
        @DependsOnDatabaseInitialization
        TwoLevelIdempotencyStore twoLevelIdempotencyStore(
                JdbcTable table,
                RecordsConnection redis,
                IdempotencyJdbcProperties jdbc,
                IdempotencyProperties properties) {
            StoreChoice.told(table.dialect().product() + " with Redis in front", properties, "");
            return store(table.store(jdbc), redis, properties.redis());
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnScopedStore(StoreType.REDIS_JDBC)
    @ConditionalOnBean({DataSource.class, RedisConnectionFactory.class})
    @ConditionalOnMissingBean(name = STORE)
    @Import({JdbcTableConfiguration.class, RedisConnectionConfiguration.class})
    static class Scoped {

        @Bean(name = STORE, defaultCandidate = false)
        @DependsOnDatabaseInitialization
        TwoLevelIdempotencyStore twoLevelIdempotencyStore(
                JdbcTable table,
                RecordsConnection redis,
                IdempotencyJdbcProperties jdbc,
                IdempotencyProperties properties) {
            return store(table.store(jdbc), redis, properties.redis());
        }
    }

    private static TwoLevelIdempotencyStore store(
            JdbcIdempotencyStore truth, RecordsConnection redis, IdempotencyProperties.Redis properties) {
        return ResultFront.before(
                truth,
                new RedisResultFront(redis.factory(), properties.keyPrefix() + "result:", properties.copyLife()));
    }
}
