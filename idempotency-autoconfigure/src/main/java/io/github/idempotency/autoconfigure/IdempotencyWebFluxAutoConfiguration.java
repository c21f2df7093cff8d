package io.github.idempotency.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.WebExceptionHandler;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.aop.OperationLookup;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.KeyOwnerResolver;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.reactive.BoundOwner;
import io.github.idempotency.reactive.ErrorAnswers;
import io.github.idempotency.reactive.IdempotencyWebFilter;
import io.github.idempotency.reactive.PlainHandlerAdapter;
import io.github.idempotency.reactive.ReactiveAnswers;
import io.github.idempotency.reactive.ReactiveHandlerFunctionInvocationAdapter;
import io.github.idempotency.reactive.ReactiveHandlerInvocationAdapter;
import io.github.idempotency.reactive.ReactiveKeyOwnerResolver;
import io.github.idempotency.reactive.ReactiveOperationAnswers;
import io.github.idempotency.reactive.ReactiveOperationRoutes;
import io.github.idempotency.reactive.ReactiveParts;
import io.github.idempotency.reactive.ReactiveRequestHeaders;
import io.github.idempotency.reactive.RefusalHandler;
import io.github.idempotency.reactive.StoreThreads;
import io.github.idempotency.reactive.UnguardedExchanges;
import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.ProblemDetails;

/** Auto-configuration of guarded controllers in reactive applications. */
@AutoConfiguration(before = {IdempotencyAutoConfiguration.class, IdempotencyOwnerAutoConfiguration.class})
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@Import(HttpSettingsConfiguration.class)
public final class IdempotencyWebFluxAutoConfiguration {

    @Bean
    ReactiveAnswers idempotencyReactiveAnswers(HttpSettings settings, ProblemDetails problems) {
        return new ReactiveAnswers(settings, problems);
    }

    @Bean
    ReactiveOperationAnswers idempotencyReactiveOperationAnswers(
            ReactiveAnswers answers, IdempotencyWebProperties web) {
        return new ReactiveOperationAnswers(answers, web.operationsPath());
    }

    @Bean
    ReactiveOperationRoutes idempotencyReactiveOperationRoutes(
            IdempotentMetadataSource source,
            KeyResolver keys,
            ObjectProvider<IdempotentExecutors> executors,
            ReactiveParts parts) {
        return new ReactiveOperationRoutes(
                new OperationLookup(source, keys, executors::getObject, Clock.systemUTC()), parts);
    }

    @Bean
    StoreThreads idempotencyStoreThreads(IdempotencyProperties properties) {
        return new StoreThreads(properties.maxWaiters());
    }

    @Bean
    ReactiveParts idempotencyReactiveParts(
            HttpSettings settings,
            ReactiveAnswers answers,
            ReactiveOperationAnswers operations,
            ObjectProvider<WebExceptionHandler> errors,
            StoreThreads threads,
            ObjectProvider<ServerCodecConfigurer> codecs,
            ObjectProvider<ReactiveKeyOwnerResolver> owners,
            KeyOwnerResolver others) {
        ReactiveKeyOwnerResolver resolver = owners.getIfAvailable();
        if (resolver != null && !(others instanceof BoundOwner)) {
            throw new InvalidIdempotentException(
                    "There is a ReactiveKeyOwnerResolver bean and a KeyOwnerResolver bean, "
                            + others.getClass().getName() + ", so it is not clear who says whose a key is.",
                    "Declare one of them: ReactiveKeyOwnerResolver where the exchange has to be looked at.");
        }
        return new ReactiveParts(
                settings,
                answers,
                operations,
                new ErrorAnswers(errors::orderedStream),
                threads,
                codecs.getIfAvailable(ServerCodecConfigurer::create),
                resolver);
    }

    @Bean
    @ConditionalOnBean(ReactiveKeyOwnerResolver.class)
    @ConditionalOnMissingBean(KeyOwnerResolver.class)
    BoundOwner idempotencyBoundOwner() {
        return new BoundOwner();
    }

    @Bean
    IdempotencyWebFilter idempotencyWebFilter(ReactiveParts parts) {
        return new IdempotencyWebFilter(parts);
    }

    @Bean
    UnguardedExchanges idempotencyUnguardedExchanges(ObjectProvider<IdempotencyListener> listeners) {
        return new UnguardedExchanges(
                () -> IdempotencyListener.all(listeners.orderedStream().toList()));
    }

    @Bean
    ReactiveRequestHeaders idempotencyRequestHeaders() {
        return new ReactiveRequestHeaders();
    }

    @Bean
    @Order(0)
    ReactiveHandlerInvocationAdapter reactiveHandlerInvocationAdapter(
            ReactiveParts parts, RequestHeaders headers, CanonicalJson json) {
        return new ReactiveHandlerInvocationAdapter(parts, headers, json);
    }

    @Bean
    PlainHandlerAdapter idempotencyPlainHandlerAdapter(
            ReactiveParts parts,
            ObjectProvider<IdempotentMetadataSource> source,
            ObjectProvider<RequestMappingHandlerAdapter> handlers) {
        return new PlainHandlerAdapter(parts, source::getObject, handlers::getObject);
    }

    @Bean
    @Order(1)
    ReactiveHandlerFunctionInvocationAdapter reactiveHandlerFunctionInvocationAdapter(
            ReactiveHandlerInvocationAdapter handlers) {
        return new ReactiveHandlerFunctionInvocationAdapter(handlers);
    }

    @Bean
    RefusalHandler idempotencyRefusalHandler(ReactiveAnswers answers) {
        return new RefusalHandler(answers);
    }
}
