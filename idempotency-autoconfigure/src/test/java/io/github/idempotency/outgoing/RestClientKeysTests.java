package io.github.idempotency.outgoing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.client.RestClient;

import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/** A client of the application over a socket, on threads of its own. */
class RestClientKeysTests {

    private static final Downstream DOWNSTREAM = new Downstream();

    private final RestClient client = RestClient.builder()
            .requestInterceptor(new RestClientKeys(new OutgoingKeys(
                    new AllowedHosts().with("localhost:" + DOWNSTREAM.port(), "Idempotency-Key", Set.of("POST")))))
            .build();

    private final IdempotencyContext context = OutgoingKeysTests.execution("order-4711");

    private final URI charges = DOWNSTREAM.at("charges");

    private final String place = "http POST localhost:" + DOWNSTREAM.port() + "/charges ";

    RestClientKeysTests() {
        DOWNSTREAM.willAnswer();
        DOWNSTREAM.received();
    }

    private String post(MediaType type, Object body) {
        return client.post()
                .uri(charges)
                .contentType(type)
                .body(body)
                .retrieve()
                .body(String.class);
    }

    private void upload(String content) {
        MultipartBodyBuilder parts = new MultipartBodyBuilder();
        parts.part("invoice", content.getBytes(StandardCharsets.UTF_8)).filename("invoice.pdf");
        post(MediaType.MULTIPART_FORM_DATA, parts.build());
    }

    private List<String> keys() {
        return DOWNSTREAM.received().stream()
                .flatMap(request -> request.keys().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, Downstream.CUT})
    void aMultipartThatIsWrittenAnewIsTheSameRequest(int status) {
        DOWNSTREAM.willAnswer(status);
        context.wrap(() -> {
                    assertThatRuntimeException().isThrownBy(() -> upload("10"));
                    upload("10");
                    upload("20");
                })
                .run();
        List<String> keys = keys();
        assertThat(keys).hasSize(3).startsWith(context.childKey(place + 1), context.childKey(place + 1));
        assertThat(new HashSet<>(keys)).hasSize(2);
    }

    @Test
    void aMultipartWithOtherPartsIsAnotherRequest() {
        DOWNSTREAM.willAnswer(503);
        context.wrap(() -> {
                    assertThatRuntimeException().isThrownBy(() -> upload("10"));
                    upload("20");
                })
                .run();
        assertThat(keys()).hasSize(2).doesNotHaveDuplicates();
    }

    /** It is the execution that counts, and not the thread; one that was not handed over is none. */
    @Test
    void aThreadSendsTheKeysOfTheExecutionThatWasHandedToIt() throws Exception {
        Runnable post = () -> post(MediaType.TEXT_PLAIN, "10");
        for (Runnable send : List.of(context.wrap(post), context.wrap(post), post)) {
            FutureTask<Void> task = new FutureTask<>(send, null);
            context.wrap(() -> Executors.defaultThreadFactory().newThread(task).start())
                    .run();
            task.get();
        }
        assertThat(keys()).containsExactly(context.childKey(place + 1), context.childKey(place + 2));
    }

    @Test
    void anAnswerThatIsClosedUnreadIsReceived() {
        context.wrap(() -> {
                    for (int i = 0; i < 2; i++) {
                        client.post().uri(charges).body("10").exchange((request, response) -> response.getStatusCode());
                    }
                })
                .run();
        assertThat(keys()).containsExactly(context.childKey(place + 1), context.childKey(place + 2));
    }
}
