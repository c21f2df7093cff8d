package io.github.idempotency.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.Idempotent;
import io.github.idempotency.actuate.IdempotencyEndpoint;
import io.github.idempotency.actuate.IdempotencyIntentsEndpoint;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Stores that scopes name and nobody else gets, and no default one. */
class NamedStoresOnlyTests {

    private final ApplicationContextRunner runner = Starts.withoutStore(Payments.class, Vault.class)
            .withConfiguration(AutoConfigurations.of(
                    IdempotencyEndpointAutoConfiguration.class,
                    IdempotencyIntentsEndpointAutoConfiguration.class,
                    IdempotencyHealthAutoConfiguration.class))
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=*",
                    "management.endpoints.access.default=" + Access.UNRESTRICTED,
                    "idempotency.scopes.money.store=vault");

    @Test
    void methodsAreGuarded() {
        Starts.run(runner, context -> {
            Payments payments = context.getBean(Payments.class);
            assertThat(payments.pay("one")).isEqualTo(payments.pay("one"));
            assertThat(payments.pay("two")).isEqualTo(2);
        });
    }

    @Test
    void operatorsSeeThem() {
        Starts.run(runner, context -> {
            assertThat(context).hasSingleBean(IdempotencyEndpoint.class);
            assertThat(context).hasSingleBean(IdempotencyIntentsEndpoint.class);
            assertThat(context).hasBean("idempotencyHealthContributor");
            assertThat(context).hasSingleBean(IntentWatch.class);
        });
    }

    @Test
    void nobodyGetsOneWithoutNamingIt() {
        Starts.run(
                runner,
                context -> assertThatIllegalArgumentException()
                        .isThrownBy(
                                () -> context.getBean(IdempotentExecutors.class).on(null))
                        .withMessageContaining("no default store")
                        .withMessageContaining("[vault]"));
    }

    static class Payments {

        private final AtomicInteger paid = new AtomicInteger();

        @Idempotent(key = "#id", scope = "money")
        public int pay(String id) {
            return paid.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Vault {

        @Bean(defaultCandidate = false)
        IdempotencyStore vault() {
            return new InMemoryIdempotencyStore();
        }
    }
}
