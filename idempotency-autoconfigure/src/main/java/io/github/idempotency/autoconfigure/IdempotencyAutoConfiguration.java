package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.aop.IdempotentAdvisor;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentInterceptor;
import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.aop.IdempotentValidator;
import io.github.idempotency.aop.InvocationAdapter;
import io.github.idempotency.aop.ReconcilerLookup;
import io.github.idempotency.aop.ServiceInvocationAdapter;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.NearRecords;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.execution.ResultEnvelope;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.key.CallExpressionParser;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.KeyOwnerResolver;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.key.SecurityKeyOwnerResolver;
import io.github.idempotency.observation.LogIdempotencyListener;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;

/** Auto-configuration of guarded methods: the advice, and the engine it hands calls to. */
@AutoConfiguration(
        after = {
            AopAutoConfiguration.class,
            JacksonAutoConfiguration.class,
            IdempotencyStoreAutoConfiguration.class,
            IdempotencyEncryptionAutoConfiguration.class,
            IdempotencyOwnerAutoConfiguration.class
        })
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@EnableConfigurationProperties({IdempotencyProperties.class, IdempotencyWebProperties.class})
@Import({TotalsConfiguration.class, NearCacheConfiguration.class})
public final class IdempotencyAutoConfiguration {

    /** What authenticates the callers of servlet and of reactive applications. */
    private static final List<String> SECURITY_FILTERS = List.of(
            "springSecurityFilterChain",
            "org.springframework.security.config.annotation.web.reactive.WebFluxSecurityConfiguration"
                    + ".WebFilterChainFilter");

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static IdempotentAdvisor idempotentAdvisor(
            ObjectProvider<IdempotentInterceptor> interceptor, Environment environment) {
        Integer order = environment.getProperty("idempotency.advice.order", Integer.class);
        return new IdempotentAdvisor(interceptor::getObject, order == null ? IdempotentAdvisor.DEFAULT_ORDER : order);
    }

    // Lazy, as is the executor: an application that guards nothing needs no store, and one that lacks it is told by the
    // validator which method needs it.
    @Bean
    @Lazy
    IdempotentInterceptor idempotentInterceptor(
            IdempotentMetadataSource source,
            KeyResolver keys,
            CanonicalJson json,
            IdempotentExecutors executors,
            ObjectProvider<IdempotencyListener> listeners,
            ObjectProvider<ResultValidator> validators) {
        ResultValidator validator =
                ResultValidator.all(validators.orderedStream().toList());
        return new IdempotentInterceptor(source, keys, json, executors, all(listeners), validator);
    }

    @Bean
    IdempotentMetadataSource idempotentMetadataSource(
            ObjectProvider<InvocationAdapter> adapters,
            IdempotentConfiguration configuration,
            CallExpressionParser expressions,
            KeyResolver keys,
            ConfigurableListableBeanFactory beans) {
        return new IdempotentMetadataSource(
                adapters.orderedStream().toList(),
                configuration,
                expressions,
                keys,
                new ReconcilerLookup(name -> beans.containsBean(name) ? beans.getBean(name, Reconciler.class) : null),
                beans::resolveEmbeddedValue);
    }

    @Bean
    IdempotentConfiguration idempotentConfiguration(IdempotencyProperties properties) {
        return properties.configuration();
    }

    @Bean
    IdempotentValidator idempotentValidator(
            ConfigurableListableBeanFactory beans,
            IdempotentMetadataSource source,
            IdempotentConfiguration configuration,
            IdempotencyStores stores) {
        return new IdempotentValidator(beans, source, configuration, stores);
    }

    @Bean
    IdempotencyStores idempotencyStores(
            ConfigurableListableBeanFactory beans,
            IdempotentConfiguration configuration,
            ObjectProvider<IdempotencyStore> standard) {
        return StoresInUse.of(beans, configuration, standard.getIfAvailable());
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ServiceInvocationAdapter serviceInvocationAdapter(ObjectProvider<JsonMapper> mapper) {
        return new ServiceInvocationAdapter(new ResultCodecs(mapper.getIfAvailable(JsonMapper::shared)));
    }

    @Bean
    CallExpressionParser idempotencyExpressionParser(ObjectProvider<RequestHeaders> headers, KeyOwnerResolver owners) {
        return new CallExpressionParser(headers.getIfAvailable(() -> RequestHeaders.NONE), owners);
    }

    @Bean
    CanonicalJson idempotencyCanonicalJson(ObjectProvider<JsonMapper> mapper) {
        return new CanonicalJson(mapper.getIfAvailable(JsonMapper::shared));
    }

    @Bean
    KeyResolver idempotencyKeyResolver(
            IdempotencyProperties properties,
            Environment environment,
            KeyOwnerResolver owners,
            ConfigurableListableBeanFactory beans) {
        String namespace = properties.namespace();
        String application = environment.getProperty("spring.application.name", "application");
        // Spring Security may be on the class path for other reasons than to authenticate callers.
        boolean authenticating = !(owners instanceof SecurityKeyOwnerResolver)
                || SECURITY_FILTERS.stream().anyMatch(beans::containsBean);
        return new KeyResolver(StringUtils.hasText(namespace) ? namespace : application, owners, authenticating);
    }

    @Bean
    @ConditionalOnMissingBean
    KeyOwnerResolver idempotencyKeyOwnerResolver() {
        return KeyOwnerResolver.NOBODY;
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    IdempotentExecutor idempotentExecutor(
            IdempotencyStore store,
            LeaseKeeper keeper,
            ObjectProvider<IdempotencyListener> listeners,
            ObjectProvider<ResultEnvelope> envelope,
            ObjectProvider<CostBooks> costs,
            ObjectProvider<NearRecords> near,
            IdempotencyProperties properties) {
        return executor(store, keeper, listeners, envelope, costs, near, properties);
    }

    @Bean
    @Lazy
    IdempotentExecutors idempotentExecutors(
            ObjectProvider<IdempotentExecutor> standard,
            IdempotencyStores stores,
            LeaseKeeper keeper,
            ObjectProvider<IdempotencyListener> listeners,
            ObjectProvider<ResultEnvelope> envelope,
            ObjectProvider<CostBooks> costs,
            ObjectProvider<NearRecords> near,
            IdempotencyProperties properties) {
        if (stores.find(null).isPresent() || stores.all().isEmpty()) {
            return new IdempotentExecutors(standard.getObject(), stores);
        }
        // Every scope names its store: any of them will do to make the executors of the others.
        IdempotencyStore first = stores.all().values().iterator().next();
        return new IdempotentExecutors(executor(first, keeper, listeners, envelope, costs, near, properties), stores);
    }

    private static IdempotentExecutor executor(
            IdempotencyStore store,
            LeaseKeeper keeper,
            ObjectProvider<IdempotencyListener> listeners,
            ObjectProvider<ResultEnvelope> envelope,
            ObjectProvider<CostBooks> costs,
            ObjectProvider<NearRecords> near,
            IdempotencyProperties properties) {
        IdempotentExecutor executor = new IdempotentExecutor(store, keeper, all(listeners), properties.maxWaiters())
                .sealing(envelope.getIfAvailable(() -> ResultEnvelope.NONE))
                .near(near.getIfAvailable(() -> NearRecords.NONE));
        return costs.getIfAvailable(() -> CostBooks.NONE).keptBy(executor);
    }

    @Bean
    @ConditionalOnMissingBean
    LeaseKeeper idempotencyLeaseKeeper() {
        return new LeaseKeeper();
    }

    @Bean
    InFlightLifecycle idempotencyInFlightLifecycle(LeaseKeeper keeper, Environment environment) {
        return new InFlightLifecycle(
                keeper,
                environment.getProperty(
                        "spring.lifecycle.timeout-per-shutdown-phase", Duration.class, Duration.ofSeconds(30)));
    }

    @Bean
    LogIdempotencyListener logIdempotencyListener() {
        return new LogIdempotencyListener();
    }

    private static IdempotencyListener all(ObjectProvider<IdempotencyListener> listeners) {
        return IdempotencyListener.all(listeners.orderedStream().toList());
    }
}
