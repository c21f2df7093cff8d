package io.github.idempotency.autoconfigure;

import feign.Capability;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.idempotency.outgoing.DirectConnectors;
import io.github.idempotency.outgoing.DirectRequestFactories;
import io.github.idempotency.outgoing.FeignKeys;
import io.github.idempotency.outgoing.OutgoingKeys;
import io.github.idempotency.outgoing.RestClientKeys;
import io.github.idempotency.outgoing.WebClientKeys;

/** Auto-configuration of keys on the requests of guarded calls. HTTP service clients go through the clients named here. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@Conditional(OnOutgoingHostsCondition.class)
@EnableConfigurationProperties(IdempotencyOutgoingProperties.class)
public final class IdempotencyOutgoingAutoConfiguration {

    @Bean
    OutgoingKeys idempotencyOutgoingKeys(IdempotencyOutgoingProperties properties) {
        return new OutgoingKeys(properties.allowed());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RestClientCustomizer.class, RestTemplate.class})
    static class OfRestClients {

        @Bean
        RestClientCustomizer idempotencyRestClientCustomizer(OutgoingKeys keys) {
            return builder -> builder.requestInterceptor(new RestClientKeys(keys));
        }

        @Bean
        RestTemplateCustomizer idempotencyRestTemplateCustomizer(OutgoingKeys keys) {
            return template -> template.getInterceptors().add(new RestClientKeys(keys));
        }

        @Bean
        ClientHttpRequestFactoryBuilderCustomizer<ClientHttpRequestFactoryBuilder<?>> idempotencyDirectRequests(
                OutgoingKeys keys) {
            return builder -> new DirectRequestFactories(builder, keys);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebClientCustomizer.class, WebClient.class})
    static class OfWebClients {

        @Bean
        WebClientCustomizer idempotencyWebClientCustomizer(OutgoingKeys keys) {
            WebClientKeys filter = new WebClientKeys(keys);
            return builder -> builder.filter(filter).defaultRequest(filter::remember);
        }

        @Bean
        ClientHttpConnectorBuilderCustomizer<ClientHttpConnectorBuilder<?>> idempotencyDirectConnectors(
                OutgoingKeys keys) {
            return builder -> new DirectConnectors(builder, keys);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Capability.class)
    static class OfFeignClients {

        @Bean
        FeignKeys idempotencyFeignKeys(OutgoingKeys keys) {
            return new FeignKeys(keys);
        }
    }
}
