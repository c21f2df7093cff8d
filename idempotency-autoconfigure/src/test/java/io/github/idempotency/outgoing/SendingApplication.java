package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

import feign.Body;
import feign.Feign;
import feign.Param;
import feign.RequestLine;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyOutgoingAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;

/** An application with a guarded service and each kind of client, all of them configured by Boot. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    AopAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    IdempotencyAutoConfiguration.class,
    IdempotencyStoreAutoConfiguration.class,
    IdempotencyOutgoingAutoConfiguration.class,
    HttpClientAutoConfiguration.class,
    ImperativeHttpClientAutoConfiguration.class,
    ReactiveHttpClientAutoConfiguration.class,
    HttpServiceClientPropertiesAutoConfiguration.class,
    RestClientAutoConfiguration.class,
    RestTemplateAutoConfiguration.class,
    HttpServiceClientAutoConfiguration.class,
    WebClientAutoConfiguration.class,
    ReactiveHttpServiceClientAutoConfiguration.class,
})
@ImportHttpServices(group = "payments", types = SendingApplication.Payments.class)
@ImportHttpServices(
        group = "reactive",
        types = SendingApplication.ReactivePayments.class,
        clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
class SendingApplication {

    interface Payments {

        @HttpExchange
        String send(HttpMethod method, URI uri, @RequestBody String body);

        @PostExchange
        String charge(URI uri, @RequestAttribute(IdempotencyKeys.NAME) String name, @RequestBody String body);
    }

    interface ReactivePayments {

        @HttpExchange
        Mono<String> send(HttpMethod method, URI uri, @RequestBody String body);
    }

    interface FeignPayments {

        @RequestLine("POST {path}")
        @Body("{body}")
        String post(URI base, @Param("path") String path, @Param("body") String body);

        @RequestLine("GET {path}")
        void get(URI base, @Param("path") String path);
    }

    /** Whatever work a test wants to be guarded. */
    static class Orders {

        @Idempotent(scope = "orders", key = "#id")
        public String place(String id, Runnable work) {
            work.run();
            return "placed";
        }

        @Idempotent(scope = "orders later", key = "#id")
        public Mono<String> placeLater(String id, Mono<String> work) {
            return work;
        }
    }

    @Bean
    Orders orders() {
        return new Orders();
    }

    @Bean
    RestClient restClient(RestClient.Builder builder) {
        return builder.build();
    }

    @Bean
    WebClient webClient(WebClient.Builder builder) {
        return builder.build();
    }

    @Bean
    Map<String, Sender> senders(
            RestClient client,
            RestTemplateBuilder templates,
            WebClient reactive,
            Payments payments,
            ReactivePayments reactivePayments,
            FeignKeys feign) {
        Map<String, Sender> senders = new TreeMap<>();
        senders.put(
                "RestClient",
                (method, uri, body) -> client.method(HttpMethod.valueOf(method))
                        .uri(uri)
                        .body(body)
                        .retrieve()
                        .body(String.class));
        RestTemplate template = templates.build();
        senders.put(
                "RestTemplate",
                (method, uri, body) ->
                        template.exchange(uri, HttpMethod.valueOf(method), new HttpEntity<>(body), String.class));
        senders.put(
                "WebClient",
                (method, uri, body) -> reactive.method(HttpMethod.valueOf(method))
                        .uri(uri)
                        .bodyValue(body)
                        .retrieve()
                        .toBodilessEntity()
                        .block());
        senders.put("HTTP service", (method, uri, body) -> payments.send(HttpMethod.valueOf(method), uri, body));
        senders.put(
                "reactive HTTP service",
                (method, uri, body) -> reactivePayments
                        .send(HttpMethod.valueOf(method), uri, body)
                        .block());
        FeignPayments feignPayments =
                Feign.builder().addCapability(feign).target(FeignPayments.class, "http://unused.example.com");
        senders.put("Feign", (method, uri, body) -> {
            URI base = uri.resolve("/");
            if (method.equals("GET")) {
                feignPayments.get(base, uri.getPath().substring(1));
            } else {
                feignPayments.post(base, uri.getPath().substring(1), body);
            }
        });
        return senders;
    }
}
