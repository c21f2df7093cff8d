package io.github.idempotency.autoconfigure;

import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import io.github.idempotency.ai.tool.GuardedTools;
import io.github.idempotency.ai.tool.ReadOnlyTools;
import io.github.idempotency.ai.tool.ToolPolicies;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.sampling.GuardedSteps;

/** Auto-configuration of tools that language models call, whatever framework hands their calls on. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnBooleanProperty(
        name = {"idempotency.enabled", "idempotency.ai.tools.enabled"},
        matchIfMissing = true)
@EnableConfigurationProperties(IdempotencyToolProperties.class)
public final class IdempotencyToolAutoConfiguration {

    @Bean
    ToolPolicies idempotencyToolPolicies(
            IdempotentConfiguration configuration,
            IdempotencyToolProperties properties,
            ConfigurableListableBeanFactory beans) {
        return new ToolPolicies(
                configuration,
                properties.settings(),
                name -> beans.containsBean(name) ? beans.getBean(name, Reconciler.class) : null);
    }

    // Lazy, and the executors more so: an application that guards nothing needs no store, be its tools called or not.
    @Bean
    @Lazy
    GuardedTools idempotencyGuardedTools(
            ToolPolicies policies,
            KeyResolver keys,
            CanonicalJson json,
            ObjectProvider<IdempotentExecutors> executors,
            ObjectProvider<IdempotencyListener> listeners,
            ObjectProvider<ReadOnlyTools> readOnly) {
        return new GuardedTools(
                policies,
                keys,
                json,
                executors::getObject,
                IdempotencyListener.all(listeners.orderedStream().toList()),
                readOnly.orderedStream().toList());
    }

    @Bean
    ReadOnlyTools idempotencyConfiguredReadOnlyTools(IdempotencyToolProperties properties) {
        return properties.readOnly()::contains;
    }

    /** Whatever manager there is: the application's own as much as Spring AI's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ToolCallingManager.class)
    static class SpringAi {

        @Bean
        static ToolCallingDecoration idempotencyToolCallingDecoration(
                ObjectProvider<GuardedTools> tools,
                ObjectProvider<GuardedSteps> steps,
                ObjectProvider<IdempotencyToolProperties> properties,
                ConfigurableListableBeanFactory beans) {
            return new ToolCallingDecoration(tools, steps, properties, beans);
        }
    }
}
