package io.github.idempotency.outgoing;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.execution.IdempotencyContext;

import static io.github.idempotency.outgoing.IdempotencyKeys.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Requests that are not sent one after the other by the thread of the guarded call. */
@SpringBootTest(classes = SendingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class RequestsOfOtherThreadsITests {

    private static final Downstream DOWNSTREAM = new Downstream();

    @DynamicPropertySource
    static void hosts(DynamicPropertyRegistry properties) {
        properties.add("idempotency.store", () -> "memory");
        properties.add("idempotency.outgoing.hosts.[localhost:" + DOWNSTREAM.port() + "].preset", () -> "adyen");
        properties.add("idempotency.outgoing.hosts.paypal.preset", () -> "paypal");
        properties.add("idempotency.outgoing.hosts.paypal.host", () -> "*.localhost:" + DOWNSTREAM.port());
        for (String preset : List.of("standard", "stripe", "adyen", "paypal", "mercado-pago")) {
            properties.add("idempotency.outgoing.hosts.[" + preset + ".example.com].preset", () -> preset);
        }
    }

    @Autowired
    private SendingApplication.Orders orders;

    @Autowired
    private WebClient client;

    @Autowired
    private RestClient restClient;

    @Autowired
    private SendingApplication.Payments payments;

    private final String order = UUID.randomUUID().toString();

    private final URI charges = DOWNSTREAM.at("charges");

    @BeforeEach
    void forget() {
        DOWNSTREAM.willAnswer();
        DOWNSTREAM.received();
    }

    private List<String> keys() {
        return DOWNSTREAM.received().stream()
                .flatMap(request -> request.keys().stream())
                .toList();
    }

    private Mono<?> request(String body) {
        return client.post().uri(charges).bodyValue(body).retrieve().toBodilessEntity();
    }

    private void failedAttempt(Runnable work) {
        assertThatIllegalStateException()
                .isThrownBy(() -> orders.place(order, () -> {
                    work.run();
                    throw new IllegalStateException("crashed");
                }));
    }

    @Test
    void aRequestBelongsToTheExecutionThatMadeItWhateverThreadSendsIt() {
        Runnable work =
                () -> request("10").subscribeOn(Schedulers.boundedElastic()).block();
        failedAttempt(work);
        orders.place(order, work);
        List<String> keys = keys();
        assertThat(keys).hasSize(2);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    @Test
    void aRequestOfAReactiveServiceBelongsToItsExecutionOnWhateverThreadItIsMade() {
        Mono<String> work = Mono.just("10")
                .publishOn(Schedulers.boundedElastic())
                .flatMap(body -> request(body).thenReturn("placed"));
        Mono<String> crashed = work.flatMap(placed -> Mono.error(new IllegalStateException("crashed")));
        assertThatIllegalStateException()
                .isThrownBy(() -> orders.placeLater(order, crashed).block());
        orders.placeLater(order, work).block();
        List<String> keys = keys();
        assertThat(keys).hasSize(2);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    /** As the context of a reactive handler has it. */
    @Test
    void aRequestThatIsMadeOnAnotherThreadFindsTheContextOfItsSubscriber() {
        orders.place(order, () -> {
            IdempotencyContext context = IdempotencyContext.current();
            Mono.defer(() -> request("10"))
                    .subscribeOn(Schedulers.boundedElastic())
                    .contextWrite(view -> view.put(IdempotencyContext.class, context))
                    .block();
            assertThat(keys())
                    .containsExactly(context.childKey("http POST localhost:" + charges.getPort() + "/charges 1"));
        });
    }

    @Test
    void aRequestThatIsSubscribedToAgainKeepsItsKey() {
        DOWNSTREAM.willAnswer(503, Downstream.LOST);
        orders.place(order, () -> request("10").retry(3).block());
        List<String> keys = keys();
        assertThat(keys).hasSizeGreaterThan(2);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    /** Filters that the application adds to the builder are behind the one that gives the key. */
    @Test
    void aFilterThatSendsARequestAgainKeepsItsKey() {
        DOWNSTREAM.willAnswer(503, 503);
        WebClient retrying = client.mutate()
                .filter((request, next) -> next.exchange(request)
                        .flatMap(response -> response.statusCode().isError()
                                ? response.<ClientResponse>createError()
                                : Mono.just(response))
                        .retry(2))
                .build();
        orders.place(
                order,
                () -> retrying.post()
                        .uri(charges)
                        .bodyValue("10")
                        .retrieve()
                        .toBodilessEntity()
                        .block());
        List<String> keys = keys();
        assertThat(keys).hasSize(3);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    @Test
    void aFilterThatSetsTheHeaderIsHeard() {
        WebClient own = client.mutate()
                .filter((request, next) -> next.exchange(ClientRequest.from(request)
                        .header("Idempotency-Key", "my own")
                        .build()))
                .build();
        orders.place(
                order,
                () -> own.post()
                        .uri(charges)
                        .bodyValue("10")
                        .retrieve()
                        .toBodilessEntity()
                        .block());
        assertThat(keys()).containsExactly("my own");
    }

    /** What is written bit by bit is not read ahead: it is the same request when the same object writes it again. */
    @Test
    void soDoesOneWhoseBodyIsAStream() {
        DOWNSTREAM.willAnswer(503);
        Flux<DataBuffer> parts = Flux.just("1", "0")
                .map(part -> DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(StandardCharsets.UTF_8)));
        orders.place(
                order,
                () -> client.post()
                        .uri(charges)
                        .body(BodyInserters.fromDataBuffers(parts))
                        .retrieve()
                        .toBodilessEntity()
                        .retry(1)
                        .block());
        List<String> keys = keys();
        assertThat(keys).hasSize(2);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    /** Nobody has read it, and it is another object: only a name says that it is the same request. */
    @Test
    void aStreamThatIsBuiltAnewIsAnotherRequestUnlessItHasAName() {
        DOWNSTREAM.willAnswer(503, 200, 503);
        orders.place(order, () -> {
            for (String name : List.of("", "", "upload", "upload")) {
                client.post()
                        .uri(charges)
                        .attributes(name.isEmpty() ? attributes -> {} : named(name))
                        .body(BodyInserters.fromDataBuffers(
                                Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[1]))))
                        .exchangeToMono(response -> response.releaseBody())
                        .block();
            }
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(4);
        assertThat(keys.get(1)).isNotEqualTo(keys.get(0));
        assertThat(keys.get(3)).isEqualTo(keys.get(2));
    }

    @Test
    void aParameterOfAnInterfaceNamesItsRequest() {
        orders.place(order, () -> {
            payments.charge(charges, "charge", "10");
            assertThat(keys()).containsExactly(IdempotencyContext.current().childKey("charge"));
        });
    }

    @Test
    void aRequestWithoutBodyHasAKey() {
        orders.place(
                order,
                () -> client.post().uri(charges).retrieve().toBodilessEntity().block());
        assertThat(keys()).hasSize(1);
    }

    @Test
    void requestsSideBySideHaveNames() {
        Runnable work = () -> Flux.range(1, 4)
                .flatMap(item -> client.post()
                        .uri(charges)
                        .attributes(named("item " + item))
                        .bodyValue("item " + item)
                        .retrieve()
                        .toBodilessEntity())
                .blockLast();
        failedAttempt(work);
        List<String> first = keys();
        orders.place(order, () -> {
            work.run();
            assertThat(keys())
                    .containsExactlyInAnyOrderElementsOf(first)
                    .contains(IdempotencyContext.current().childKey("item 4"));
        });
        assertThat(first).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void aKeyThatIsThereStays() {
        orders.place(order, () -> {
            restClient
                    .post()
                    .uri(charges)
                    .header("idempotency-key", "my own")
                    .retrieve()
                    .toBodilessEntity();
            client.post()
                    .uri(charges)
                    .header("idempotency-key", "my own")
                    .retrieve()
                    .toBodilessEntity()
                    .block();
        });
        assertThat(keys()).containsExactly("my own", "my own");
    }

    @Test
    void aNamedRequestOfARestClientHasItsKeyInTheHeaderOfThePreset() {
        URI paypal = URI.create("http://api.localhost:" + charges.getPort() + "/orders");
        orders.place(order, () -> {
            String key = IdempotencyContext.current().childKey("capture");
            restClient
                    .mutate()
                    .requestInterceptor((request, body, execution) -> {
                        assertThat(request.getHeaders().get("PayPal-Request-Id"))
                                .containsExactly(key);
                        assertThat(request.getHeaders().containsHeader("Idempotency-Key"))
                                .isFalse();
                        return new MockClientHttpResponse(new byte[0], HttpStatus.OK);
                    })
                    .build()
                    .post()
                    .uri(paypal)
                    .attributes(named("capture"))
                    .retrieve()
                    .toBodilessEntity();
        });
    }

    /** As a proxy gets them, because the names of hosts are others'. */
    @ParameterizedTest
    @CsvSource({
        "standard,     idempotency-key,   POST PATCH",
        "stripe,       idempotency-key,   POST",
        "adyen,        idempotency-key,   POST",
        "paypal,       paypal-request-id, POST",
        "mercado-pago, x-idempotency-key, POST",
    })
    void aPresetIsAHeaderAndTheMethodsThatHaveIt(String preset, String header, String methods) {
        ProxySelector downstream = ProxySelector.of(new InetSocketAddress("127.0.0.1", DOWNSTREAM.port()));
        RestClient proxied = restClient
                .mutate()
                .requestFactory(new JdkClientHttpRequestFactory(
                        HttpClient.newBuilder().proxy(downstream).build()))
                .build();
        List<String> all = List.of("GET", "POST", "PATCH", "PUT", "DELETE");
        orders.place(order, () -> {
            for (String method : all) {
                proxied.method(HttpMethod.valueOf(method))
                        .uri(URI.create("http://" + preset + ".example.com/orders"))
                        .retrieve()
                        .toBodilessEntity();
            }
        });
        List<Downstream.Received> received = DOWNSTREAM.received();
        assertThat(received).extracting(Downstream.Received::method).isEqualTo(all);
        for (Downstream.Received request : received) {
            List<String> expected =
                    List.of(methods.split(" ")).contains(request.method()) ? List.of(header) : List.of();
            assertThat(carriers(request)).as(request.method()).isEqualTo(expected);
        }
    }

    /** The headers that have something like a key. */
    private static List<String> carriers(Downstream.Received request) {
        return request.headers().entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(value -> value.matches("[A-Za-z0-9_-]{22}")))
                .map(entry -> entry.getKey().toLowerCase(Locale.ROOT))
                .toList();
    }
}
