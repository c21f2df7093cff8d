package io.github.idempotency.outgoing;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.autoconfigure.IdempotencyOutgoingAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** One guarded application behind another: the effect happens once, however often the first is called again. */
@GuardedTest
class GuardedDownstreamITests {

    @Autowired
    private Caller downstream;

    @Autowired
    private Effects effects;

    @Test
    void theSecondAttemptGetsTheAnswerOfTheFirst() {
        Starts.run(
                Starts.application(SendingApplication.Orders.class)
                        .withConfiguration(AutoConfigurations.of(
                                HttpClientAutoConfiguration.class,
                                ImperativeHttpClientAutoConfiguration.class,
                                RestClientAutoConfiguration.class,
                                IdempotencyOutgoingAutoConfiguration.class))
                        .withPropertyValues("idempotency.outgoing.hosts.shop.host=localhost:" + downstream.port()),
                context -> {
                    SendingApplication.Orders orders = context.getBean(SendingApplication.Orders.class);
                    RestClient client =
                            context.getBean(RestClient.Builder.class).build();
                    String[] answers = new String[3];
                    assertThatIllegalStateException()
                            .isThrownBy(() -> orders.place("1", () -> {
                                answers[0] = pay(client);
                                throw new IllegalStateException("crashed after the payment");
                            }));
                    orders.place("1", () -> {
                        answers[1] = pay(client);
                        answers[2] = pay(client);
                        String place = "http POST localhost:" + downstream.port() + "/payments ";
                        IdempotencyContext execution = IdempotencyContext.current();
                        assertThat(effects.of(execution.childKey(place + 1))).isEqualTo(1);
                        assertThat(effects.of(execution.childKey(place + 2))).isEqualTo(1);
                    });
                    assertThat(answers[1]).isEqualTo(answers[0]).isNotEqualTo(answers[2]);
                });
    }

    private String pay(RestClient client) {
        return client.post()
                .uri("http://localhost:" + downstream.port() + "/payments")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"id\":\"p\",\"amount\":5}")
                .retrieve()
                .body(String.class);
    }
}
