package io.github.idempotency.outgoing;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Every client that Boot configures gives the requests of guarded calls their keys, and gives them to nobody else. Where the
 * clients follow redirects, the keys arrive elsewhere, but for Feign, whose own client follows none of a POST; where an
 * ordinal grows with each sending, or a key has the attempt in it, the retries fail.
 */
@ParameterizedClass
@ValueSource(strings = {"RestClient", "RestTemplate", "WebClient", "HTTP service", "reactive HTTP service", "Feign"})
@SpringBootTest(classes = SendingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class OutgoingRequestsITests {

    private static final Downstream DOWNSTREAM = new Downstream();

    @DynamicPropertySource
    static void hosts(DynamicPropertyRegistry properties) {
        properties.add("idempotency.store", () -> "memory");
        properties.add("idempotency.outgoing.hosts.downstream.host", () -> "localhost:" + DOWNSTREAM.port());
        for (String group : List.of("payments", "reactive")) {
            properties.add("spring.http.serviceclient." + group + ".base-url", () -> DOWNSTREAM.at(""));
        }
    }

    @Parameter
    private String client;

    @Autowired
    private SendingApplication.Orders orders;

    @Autowired
    private Map<String, Sender> senders;

    private final String order = UUID.randomUUID().toString();

    private final URI charges = DOWNSTREAM.at("charges");

    private Sender sender;

    @BeforeEach
    void choose() {
        sender = senders.get(client);
        DOWNSTREAM.willAnswer();
        DOWNSTREAM.received();
    }

    private List<String> keys() {
        return DOWNSTREAM.received().stream()
                .flatMap(request -> request.keys().stream())
                .toList();
    }

    private void retried(Runnable work) {
        RetryPolicy policy =
                RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build();
        try {
            new RetryTemplate(policy).execute(() -> {
                work.run();
                return "sent";
            });
        } catch (RetryException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void theNextAttemptSendsTheSameKeysAndEachRequestHasItsOwn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> orders.place(order, () -> {
                    sender.post(charges, "10");
                    sender.post(charges, "20");
                    throw new IllegalStateException("crashed after both");
                }));
        List<String> first = keys();
        orders.place(order, () -> {
            assertThat(IdempotencyContext.current().attempt()).isEqualTo(2);
            sender.post(charges, "10, in other words");
            sender.post(charges, "20");
            sender.post(charges, "20");
        });
        List<String> second = keys();
        assertThat(first).hasSize(2).doesNotHaveDuplicates();
        assertThat(second).hasSize(3).doesNotHaveDuplicates().startsWith(first.toArray(new String[0]));
        assertThat(new HashSet<>(second)).allMatch(key -> key.matches("[A-Za-z0-9_-]{22}"));
    }

    @Test
    void anotherOrderSendsOtherKeys() {
        orders.place(order, () -> sender.post(charges, "10"));
        orders.place(order + "'", () -> sender.post(charges, "10"));
        assertThat(keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aRequestThatIsSentAgainInsideTheAttemptKeepsItsKey() {
        DOWNSTREAM.willAnswer(503, 409);
        orders.place(order, () -> {
            retried(() -> sender.post(charges, "10"));
            sender.post(charges, "10");
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(4);
        assertThat(new HashSet<>(keys.subList(0, 3))).hasSize(1);
        assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
    }

    /** A client may well send it more than once by itself. */
    @Test
    void aRequestWhoseAnswerIsLostKeepsItsKey() {
        DOWNSTREAM.willAnswer(Downstream.LOST, Downstream.LOST);
        orders.place(order, () -> retried(() -> sender.post(charges, "10")));
        List<String> keys = keys();
        assertThat(keys).hasSizeGreaterThan(2);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    /** Its headers have come, and nobody has read what it says: the caller sends the request again. */
    @Test
    void aRequestWhoseAnswerBreaksOffKeepsItsKey() {
        DOWNSTREAM.willAnswer(Downstream.CUT, Downstream.CUT);
        orders.place(order, () -> {
            retried(() -> sender.post(charges, "10"));
            sender.post(charges, "10");
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(4);
        assertThat(new HashSet<>(keys.subList(0, 3))).hasSize(1);
        assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
    }

    @Test
    void outsideAGuardedCallThereIsNoKey() {
        sender.post(charges, "10");
        assertThat(DOWNSTREAM.received())
                .singleElement()
                .satisfies(request -> assertThat(request.keys()).isEmpty());
    }

    @Test
    void aRequestThatChangesNothingHasNoKey() {
        orders.place(order, () -> sender.send("GET", charges, ""));
        assertThat(DOWNSTREAM.received())
                .singleElement()
                .satisfies(request -> assertThat(request.keys()).isEmpty());
    }

    @Test
    void aHostThatIsNotNamedGetsNoKey() {
        orders.place(order, () -> sender.post(DOWNSTREAM.elsewhere("charges"), "10"));
        assertThat(DOWNSTREAM.received())
                .singleElement()
                .satisfies(request -> assertThat(request.keys()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307, 308})
    void aRedirectToSuchAHostTakesNoKeyThere(int status) {
        orders.place(order, () -> {
            try {
                sender.post(DOWNSTREAM.at("redirect-" + status), "10");
            } catch (RuntimeException ex) {
                // Some clients take an answer without a body for a failure.
                assertThat(ex).isNotInstanceOf(IllegalStateException.class);
            }
        });
        List<Downstream.Received> received = DOWNSTREAM.received();
        assertThat(received.get(0).keys()).hasSize(1);
        assertThat(received)
                .filteredOn(request -> request.host().startsWith("127."))
                .allSatisfy(request -> assertThat(request.keys()).isEmpty());
    }
}
