package io.github.idempotency.outgoing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import feign.Client;
import feign.Request;
import feign.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What Feign sends need not be a {@link java.net.URI}: its own client is content with what a browser takes. */
class FeignClientTests {

    private final List<Request> sent = new ArrayList<>();

    private final Client client = new FeignKeys(
                    new OutgoingKeys(new AllowedHosts().with("api.example.com", "Idempotency-Key", Set.of("POST"))))
            .enrich((Client) (request, options) -> {
                sent.add(request);
                return Response.builder().status(204).request(request).build();
            });

    private final IdempotencyContext context = OutgoingKeysTests.execution("order-4711");

    private void send(String url) throws IOException {
        Request request =
                Request.create(Request.HttpMethod.POST, url, Map.of(), new byte[0], StandardCharsets.UTF_8, null);
        client.execute(request, new Request.Options()).close();
    }

    private List<String> keys() {
        return sent.stream()
                .flatMap(request -> request.headers().getOrDefault("Idempotency-Key", List.of()).stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com/a|b", "https://api.example.com/a b", "lb://a b/"})
    void outsideAGuardedCallItIsSentAsItIs(String url) throws IOException {
        send(url);
        assertThat(sent)
                .singleElement()
                .satisfies(request -> assertThat(request.url()).isEqualTo(url));
        assertThat(keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example.com/a|b", "lb://a b/", "no url"})
    void inAGuardedCallItIsSentAsItIsToAHostThatIsNotNamed(String url) throws Exception {
        context.wrap(() -> {
                    send(url);
                    return url;
                })
                .call();
        assertThat(sent)
                .singleElement()
                .satisfies(request -> assertThat(request.url()).isEqualTo(url));
        assertThat(keys()).isEmpty();
    }

    @Test
    void aNamedHostGetsItsKeyWhateverThePath() throws Exception {
        context.wrap(() -> {
                    send("https://api.example.com/a|b?c={d}");
                    send("https://api.example.com/a|b?c={d}");
                    return "sent";
                })
                .call();
        assertThat(keys())
                .containsExactly(
                        context.childKey("http POST api.example.com/a%7Cb 1"),
                        context.childKey("http POST api.example.com/a%7Cb 2"));
    }
}
