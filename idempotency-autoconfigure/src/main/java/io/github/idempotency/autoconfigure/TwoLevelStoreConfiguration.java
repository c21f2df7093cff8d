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
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.autoconfigure.JdbcTableConfiguration.JdbcTable;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.redis.RedisResultFront;

/** Records in the application's database, and copies of the completed ones in Redis. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({DataSourceScriptDatabaseInitializer.class, RedisConnectionFactory.class})
@ConditionalOnStore(StoreType.REDIS_JDBC)
@ConditionalOnBean({DataSource.class, RedisConnectionFactory.class})
@ConditionalOnMissingBean(IdempotencyStore.class)
@Import(JdbcTableConfiguration.class)
class TwoLevelStoreConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    TwoLevelIdempotencyStore twoLevelIdempotencyStore(
            JdbcTable table,
            RedisConnectionFactory connections,
            IdempotencyJdbcProperties jdbc,
            IdempotencyProperties properties) {
        StoreChoice.told(table.dialect().product() + " with Redis in front", properties, "");
        IdempotencyProperties.Redis redis = properties.redis();
        return new TwoLevelIdempotencyStore(
                table.store(jdbc), new RedisResultFront(connections, redis.keyPrefix() + "result:", redis.copyLife()));
    }
}
