package io.github.idempotency.clients;

import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;
import io.github.idempotency.test.RecordingIdempotencyListener;

/** A gateway that speaks just enough of three protocols, each endpoint guarded and nothing else special about it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class
        })
@Import({GuardedProviders.Endpoints.class, Work.class, RecordingIdempotencyListener.class})
class GuardedProviders {

    @Bean
    Filter arrivals(Work work) {
        return (request, response, chain) -> {
            work.arrived(((HttpServletRequest) request).getHeader("Idempotency-Key"));
            chain.doFilter(request, response);
        };
    }

    @RestController
    static class Endpoints {

        private final Work work;

        Endpoints(Work work) {
            this.work = work;
        }

        @Idempotent(scope = "completions")
        @PostMapping("/v1/chat/completions")
        Map<String, Object> complete(@RequestBody Map<String, Object> request) {
            Map<String, Object> message = Map.of("role", "assistant", "content", "Hello");
            return Map.of(
                    "id",
                    "completion-" + work.done(),
                    "object",
                    "chat.completion",
                    "created",
                    1,
                    "model",
                    "small",
                    "choices",
                    List.of(Map.of("index", 0, "message", message, "finish_reason", "stop")));
        }

        @Idempotent(scope = "messages")
        @PostMapping("/v1/messages")
        Map<String, Object> message(@RequestBody Map<String, Object> request) {
            return Map.of(
                    "id", "message-" + work.done(),
                    "type", "message",
                    "role", "assistant",
                    "model", "small",
                    "content", List.of(Map.of("type", "text", "text", "Hello")),
                    "stop_reason", "end_turn",
                    "usage", Map.of("input_tokens", 1, "output_tokens", 1));
        }

        @Idempotent(scope = "payments")
        @PostMapping("/v1/payment_intents")
        Map<String, Object> pay(@RequestParam long amount, @RequestParam String currency) {
            return Map.of(
                    "id",
                    "payment-" + work.done(),
                    "object",
                    "payment_intent",
                    "amount",
                    amount,
                    "currency",
                    currency,
                    "status",
                    "succeeded");
        }
    }
}
