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

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.autoconfigure.JdbcTableConfiguration.JdbcTable;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;

/** Records in the application's database. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
class JdbcStoreConfiguration {

    static final String STORE = "jdbcIdempotencyStore";

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnStore(value = StoreType.JDBC, matchIfMissing = true)
    @ConditionalOnBean(DataSource.class)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    @Import(JdbcTableConfiguration.class)
    static class Standard {

        @Bean(STORE)
        @DependsOnDatabaseInitialization
        JdbcIdempotencyStore jdbcIdempotencyStore(
                JdbcTable table, IdempotencyJdbcProperties jdbc, IdempotencyProperties properties) {
            StoreChoice.told(table.dialect().product(), properties, "there is a DataSource and no connection to Redis");
            return table.store(jdbc);
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnScopedStore(StoreType.JDBC)
    @ConditionalOnBean(DataSource.class)
    @ConditionalOnMissingBean(name = STORE)
    @Import(JdbcTableConfiguration.class)
    static class Scoped {

        @Bean(name = STORE, defaultCandidate = false)
        @DependsOnDatabaseInitialization
        JdbcIdempotencyStore jdbcIdempotencyStore(JdbcTable table, IdempotencyJdbcProperties jdbc) {
            return table.store(jdbc);
        }
    }
}
