package io.github.idempotency.reactive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveApplication;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys belong to whom the exchange says. Negative control: where what the resolver has said is not carried to the thread that
 * claims, callers of a tenant are refused, and where they may share their keys one tenant gets the other's answer.
 */
@SpringBootTest(
        classes = {ReactiveApplication.class, ReactiveTenantsITests.Tenants.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "idempotency.store=memory",
            "idempotency.scopes.parts.anonymous=shared",
            "spring.application.name=shop",
        })
class ReactiveTenantsITests {

    @Configuration(proxyBeanMethods = false)
    static class Tenants {

        // tag::tenant[]
        @Bean
        ReactiveKeyOwnerResolver owner() {
            return exchange -> {
                String tenant = exchange.getRequest().getHeaders().getFirst("X-Tenant");
                return Mono.justOrEmpty(tenant).filter(this::isKnown);
            };
        }
        // end::tenant[]

        private boolean isKnown(String tenant) {
            if (tenant.equals("broken")) {
                throw new IllegalStateException("The directory of tenants is down");
            }
            return !tenant.equals("unknown");
        }
    }

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private Reply call(String path, String tenant) {
        Call call = caller.post(path).key(key).header("X-Work", "done");
        return (tenant.isEmpty() ? call : call.header("X-Tenant", tenant)).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reactive/mono", "/types/record", "/types/entity-mono", "/functions/receipts"})
    void theSameKeyOfTwoTenantsIsTwoExecutions(String path) {
        Reply ones = call(path, "one").isFirst();
        Reply others = call(path, "other").isFirst();
        assertThat(ones.status()).isIn(200, 201);
        assertThat(others.text()).isNotEqualTo(ones.text());
        call(path, "one").isReplayOf(ones);
        call(path, "other").isReplayOf(others);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown"})
    void nobodyInParticularIsRefused(String tenant) {
        call("/reactive/mono", tenant).isProblem(403, "owner-missing", "idempotency_owner_required");
        assertThat(effects.of(key)).isZero();
    }

    @Test
    void nobodyInParticularMayShareWhereConfiguredSo() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"order\"\r\n\r\n1\r\n--b--\r\n";
        for (String expected : new String[] {"order 1", "order 1"}) {
            Reply reply = caller.post("/parts/read")
                    .key(key)
                    .body("multipart/form-data; boundary=b", body)
                    .send();
            assertThat(reply.hasStatus(200).text()).isEqualTo(expected);
        }
        assertThat(caller.post("/parts/read")
                        .key(key)
                        .header("X-Tenant", "one")
                        .body("multipart/form-data; boundary=b", body)
                        .send()
                        .isFirst()
                        .text())
                .isEqualTo("order 2");
    }

    @Test
    void nothingRunsWhereTheOwnerCannotBeFound() {
        call("/reactive/mono", "broken").hasStatus(500);
        call("/types/record", "broken").hasStatus(500);
        assertThat(effects.of(key)).isZero();
    }

    @Test
    void expressionsNameTheTenantAsThePrincipal() {
        for (String tenant : new String[] {"one", "one", "other"}) {
            caller.post("/reactive/by-job")
                    .header("X-Job", key)
                    .header("X-Tenant", tenant)
                    .send()
                    .hasStatus(200);
        }
        assertThat(effects.of(key)).isEqualTo(2);
    }
}
