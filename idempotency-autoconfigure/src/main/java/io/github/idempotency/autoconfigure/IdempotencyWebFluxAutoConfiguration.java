package io.github.idempotency.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebExceptionHandler;

import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.reactive.ErrorAnswers;
import io.github.idempotency.reactive.IdempotencyWebFilter;
import io.github.idempotency.reactive.ReactiveAnswers;
import io.github.idempotency.reactive.ReactiveHandlerFunctionInvocationAdapter;
import io.github.idempotency.reactive.ReactiveHandlerInvocationAdapter;
import io.github.idempotency.reactive.ReactiveParts;
import io.github.idempotency.reactive.ReactiveRequestHeaders;
import io.github.idempotency.reactive.RefusalHandler;
import io.github.idempotency.reactive.StoreThreads;
import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.ProblemDetails;

/** Auto-configuration of guarded controllers in reactive applications. */
@AutoConfiguration(before = IdempotencyAutoConfiguration.class)
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
    StoreThreads idempotencyStoreThreads(IdempotencyProperties properties) {
        return new StoreThreads(properties.maxWaiters());
    }

    @Bean
    ReactiveParts idempotencyReactiveParts(
            HttpSettings settings,
            ReactiveAnswers answers,
            ObjectProvider<WebExceptionHandler> errors,
            StoreThreads threads,
            ObjectProvider<ServerCodecConfigurer> codecs) {
        return new ReactiveParts(
                settings,
                answers,
                new ErrorAnswers(errors::orderedStream),
                threads,
                codecs.getIfAvailable(ServerCodecConfigurer::create));
    }

    @Bean
    IdempotencyWebFilter idempotencyWebFilter(ReactiveParts parts) {
        return new IdempotencyWebFilter(parts);
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
