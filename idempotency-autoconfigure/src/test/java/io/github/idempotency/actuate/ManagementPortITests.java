package io.github.idempotency.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.app.GuardedApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Operators have a port of their own, which callers have not. Totals of the cluster are flushed meanwhile. */
@SpringBootTest(
        classes = GuardedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.application.name=ported",
            "idempotency.anonymous=shared",
            "idempotency.totals.flush-interval=100ms",
            "management.server.port=0",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.idempotency.access=unrestricted",
        })
class ManagementPortITests {

    private static final String TOTALS = "/actuator/idempotency";

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    private HttpResponse<String> send(String method, int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("{\"amount\":1}")
                                : HttpRequest.BodyPublishers.noBody())
                .header("Idempotency-Key", "ported")
                .header("Content-Type", "application/json")
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private JsonNode read(String path) {
        HttpResponse<String> response = send("GET", managementPort, path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void operatorsAreServedOnTheirPortAndNotOnThatOfCallers() {
        for (int i = 0; i < 3; i++) {
            assertThat(send("POST", port, "/payments").statusCode()).isEqualTo(200);
        }
        assertThat(send("POST", managementPort, "/payments").statusCode()).isEqualTo(404);
        for (String path : new String[] {
            TOTALS, TOTALS + "/payments", TOTALS + "/payments/ported", TOTALS + "intents", TOTALS + "inflight"
        }) {
            assertThat(send("GET", port, path).statusCode()).as(path).isEqualTo(404);
            assertThat(send("GET", managementPort, path).statusCode()).as(path).isEqualTo(200);
        }

        JsonNode node = read(TOTALS).path("node").path("totals");
        assertThat(node.path("executions").asLong()).isOne();
        assertThat(node.path("replays").asLong()).isEqualTo(2);
        await().untilAsserted(() -> {
            JsonNode totals = read(TOTALS);
            assertThat(totals.path("cluster").path("totals")).isEqualTo(node);
            assertThat(totals.path("cluster").path("lastHour")).isEqualTo(node);
            assertThat(totals.path("scopes").path("payments").path("cluster")).isEqualTo(node);
        });

        assertThat(send("DELETE", port, TOTALS + "/payments/ported").statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", managementPort, TOTALS + "/payments/ported").statusCode())
                .isEqualTo(204);
    }
}
