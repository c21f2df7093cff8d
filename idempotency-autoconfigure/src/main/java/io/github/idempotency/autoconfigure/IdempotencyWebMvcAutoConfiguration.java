package io.github.idempotency.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.aop.OperationLookup;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.key.RequestHeaders;
import io.github.idempotency.web.AnswerSignalResolver;
import io.github.idempotency.web.ErrorPages;
import io.github.idempotency.web.HandlerFunctionInvocationAdapter;
import io.github.idempotency.web.HandlerInvocationAdapter;
import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.IdempotencyFilter;
import io.github.idempotency.web.OperationAnswers;
import io.github.idempotency.web.OperationRoutes;
import io.github.idempotency.web.ProblemDetails;
import io.github.idempotency.web.Problems;
import io.github.idempotency.web.RefusalResolver;
import io.github.idempotency.web.ServletRequestHeaders;
import io.github.idempotency.web.UnguardedRequests;

/** Auto-configuration of guarded controllers in servlet applications. */
@AutoConfiguration(before = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@Import(HttpSettingsConfiguration.class)
public final class IdempotencyWebMvcAutoConfiguration {

    @Bean
    Problems idempotencyProblems(ProblemDetails details) {
        return new Problems(details);
    }

    @Bean
    IdempotencyFilter idempotencyFilter(
            HttpSettings settings, Problems problems, ObjectProvider<ErrorPageRegistrar> errorPages) {
        return new IdempotencyFilter(
                settings, problems, new ErrorPages(errorPages.orderedStream().toList()));
    }

    @Bean
    ServletRequestHeaders idempotencyRequestHeaders() {
        return new ServletRequestHeaders();
    }

    @Bean
    @Order(0)
    HandlerInvocationAdapter handlerInvocationAdapter(
            HttpSettings settings,
            RequestHeaders headers,
            CanonicalJson json,
            Problems problems,
            OperationAnswers operations) {
        return new HandlerInvocationAdapter(settings, headers, json, problems, operations);
    }

    @Bean
    @Order(1)
    HandlerFunctionInvocationAdapter handlerFunctionInvocationAdapter(
            HandlerInvocationAdapter handlers, Problems problems) {
        return new HandlerFunctionInvocationAdapter(handlers, problems);
    }

    @Bean
    UnguardedRequests idempotencyUnguardedRequests(ObjectProvider<IdempotencyListener> listeners) {
        return new UnguardedRequests(
                () -> IdempotencyListener.all(listeners.orderedStream().toList()));
    }

    @Bean
    WebMvcConfigurer idempotencyUnguardedRequestsConfigurer(UnguardedRequests unguarded) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(unguarded);
            }
        };
    }

    @Bean
    OperationAnswers idempotencyOperationAnswers(
            HttpSettings settings, Problems problems, IdempotencyWebProperties web) {
        return new OperationAnswers(settings, problems, web.operationsPath());
    }

    @Bean
    OperationRoutes idempotencyOperationRoutes(
            IdempotentMetadataSource source,
            KeyResolver keys,
            ObjectProvider<IdempotentExecutors> executors,
            OperationAnswers answers,
            Problems problems,
            ObjectProvider<RouterFunctionMapping> mappings) {
        return new OperationRoutes(
                new OperationLookup(source, keys, executors::getObject, Clock.systemUTC()),
                answers,
                problems,
                mappings);
    }

    @Bean
    AnswerSignalResolver idempotencyAnswerSignalResolver() {
        return new AnswerSignalResolver();
    }

    @Bean
    RefusalResolver idempotencyRefusalResolver(Problems problems) {
        return new RefusalResolver(problems);
    }
}
