package io.github.idempotency.autoconfigure;

import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.openapi.IdempotentOperationCustomizer;
import io.github.idempotency.openapi.ProblemSchemaCustomizer;
import io.github.idempotency.web.HttpSettings;

/** Auto-configuration of what guarding adds to the application's OpenAPI document, where springdoc writes one. */
@AutoConfiguration(after = IdempotencyWebMvcAutoConfiguration.class)
@ConditionalOnClass(GlobalOperationCustomizer.class)
@ConditionalOnBean(HttpSettings.class)
public final class IdempotencyOpenApiAutoConfiguration {

    @Bean
    IdempotentOperationCustomizer idempotentOperationCustomizer(
            ObjectProvider<IdempotentMetadataSource> source, HttpSettings settings) {
        return new IdempotentOperationCustomizer(source, settings.keys());
    }

    @Bean
    ProblemSchemaCustomizer idempotencyProblemSchemaCustomizer() {
        return new ProblemSchemaCustomizer();
    }
}
