package io.github.idempotency.console;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;

import jakarta.servlet.DispatcherType;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.Effect;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.StoreKey;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

/** The console below a context path, behind Spring Security as it is unless it is told otherwise: it wants its CSRF token. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.console.enabled=true",
            "idempotency.console.access=unrestricted",
            "idempotency.console.path=/ops/console",
            "idempotency.store=memory",
            "server.servlet.context-path=/shop",
            "spring.application.name=shop",
            "spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
        })
class ConsoleITests {

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @LocalServerPort
    private int port;

    @Autowired
    private InMemoryIdempotencyStore store;

    @Autowired
    private KeyResolver keys;

    @Autowired
    private AuditEventRepository audit;

    @Test
    void thePageIsBelowTheContextPathAndForOperatorsOnly() throws Exception {
        assertThat(send(request("/shop/ops/console/")).statusCode()).isEqualTo(401);
        assertThat(send(as("clerk", "/shop/ops/console/")).statusCode()).isEqualTo(403);
        HttpResponse<String> moved = send(as("operator", "/shop/ops/console"));
        assertThat(moved.statusCode()).isEqualTo(302);
        URI page = URI.create("http://localhost/shop/ops/console")
                .resolve(moved.headers().firstValue("Location").orElseThrow());
        assertThat(page.getPath()).isEqualTo("/shop/ops/console/");
        HttpResponse<String> console = send(as("operator", page.getPath()));
        assertThat(console.statusCode()).isEqualTo(200);
        assertThat(console.headers().allValues("Content-Security-Policy")).containsExactly(ConsoleHeaders.POLICY);
    }

    /** The application spells its own JSON in a way of its own, which the console does not care about. */
    @Test
    void aSettlementNeedsTheTokenThatTheSessionTells() throws Exception {
        StoreKey key = keys.scope("orders", "alice").storeKey("one");
        store.claim(
                new ClaimRequest(key, "shop/orders", Fingerprint.NONE, Effect.IRREVERSIBLE, ofHours(1), ofHours(1)));
        store.markUnknown(key, store.find(key).orElseThrow().token());
        String body = "{\"name\":{\"scope\":\"orders\",\"key\":\"one\",\"owner\":\"alice\"},\"happened\":true}";
        assertThat(settle(body, Map.of()).statusCode()).isEqualTo(403);
        assertThat(store.find(key).orElseThrow().state()).isEqualTo(RecordState.UNKNOWN);

        JsonNode session = JsonMapper.shared()
                .readTree(send(as("operator", "/shop/ops/console/api/session")).body());
        assertThat(session.path("operator").asString()).isEqualTo("operator");
        JsonNode csrf = session.path("csrf");
        Map<String, String> token =
                Map.of(csrf.path("header").asString(), csrf.path("token").asString());
        assertThat(settle(body, token).statusCode()).isEqualTo(204);
        assertThat(store.find(key).orElseThrow().state()).isEqualTo(RecordState.COMPLETED);
        assertThat(audit.find("operator", null, "IDEMPOTENCY_SETTLED"))
                .singleElement()
                .satisfies(event -> assertThat(event.getData()).containsEntry("record", key.reference()));
    }

    private HttpResponse<String> settle(String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = as("operator", "/shop/ops/console/api/settle")
                .header("Content-Type", "application/json")
                .header(ConsoleGuard.HEADER, "page")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private HttpRequest.Builder as(String user, String path) {
        String credentials = Base64.getEncoder().encodeToString((user + ":secret").getBytes());
        return request(path).header("Authorization", "Basic " + credentials);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Application {

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.httpBasic(Customizer.withDefaults())
                    .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                            .permitAll()
                            .requestMatchers("/ops/console/**")
                            .hasRole("OPERATOR")
                            .anyRequest()
                            .denyAll())
                    .build();
        }

        @Bean
        InMemoryUserDetailsManager users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("operator")
                            .password("{noop}secret")
                            .roles("OPERATOR")
                            .build(),
                    User.withUsername("clerk")
                            .password("{noop}secret")
                            .roles("CLERK")
                            .build());
        }

        @Bean
        AuditEventRepository auditEvents() {
            return new InMemoryAuditEventRepository();
        }
    }
}
