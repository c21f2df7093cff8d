package io.github.idempotency.autoconfigure;

import java.util.List;
import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.store.jdbc.JdbcCostLedger;
import io.github.idempotency.store.jdbc.JdbcDialect;

/** Costs in the database, in that of the records where they are in one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
@ConditionalOnProperty(name = "idempotency.cost.ledger", havingValue = "jdbc")
@ConditionalOnMissingBean(CostLedger.class)
@EnableConfigurationProperties(IdempotencyJdbcProperties.class)
class JdbcLedgerConfiguration {

    @Bean
    DataSourceScriptDatabaseInitializer idempotencyCostSchemaInitializer(
            ObjectProvider<DataSource> dataSource,
            @IdempotencyDataSource ObjectProvider<DataSource> own,
            IdempotencyJdbcProperties properties) {
        DataSource chosen = own.getIfAvailable(dataSource::getObject);
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setSchemaLocations(List.of(schema(JdbcDialect.of(chosen))));
        settings.setMode(properties.initializeSchema());
        return new DataSourceScriptDatabaseInitializer(chosen, settings);
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcCostLedger idempotencyCostLedger(
            ObjectProvider<DataSource> dataSource,
            @IdempotencyDataSource ObjectProvider<DataSource> own,
            IdempotencyJdbcProperties properties) {
        DataSource chosen = own.getIfAvailable(dataSource::getObject);
        JdbcDialect dialect = JdbcDialect.of(chosen);
        CostTable.require(chosen, schema(dialect));
        return new JdbcCostLedger(chosen, dialect, properties.timeout());
    }

    private static String schema(JdbcDialect dialect) {
        return "classpath:io/github/idempotency/store/jdbc/schema-cost-" + dialect.id() + ".sql";
    }
}
