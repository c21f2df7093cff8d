package io.github.idempotency.openapi;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;

import static org.assertj.core.api.Assertions.assertThat;

/** What the API document says about guarded operations. */
@GuardedTest
class OpenApiITests {

    @Autowired
    private Caller caller;

    private JsonNode document;

    @BeforeEach
    void read() {
        document = caller.get("/v3/api-docs").send().hasStatus(200).json();
    }

    private JsonNode operation(String path, String method) {
        JsonNode operation = document.path("paths").path(path).path(method);
        assertThat(operation.isObject()).as(path).isTrue();
        return operation;
    }

    private JsonNode post(String name) {
        return operation("/documented/" + name, "post");
    }

    private static List<JsonNode> headers(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asString().equals("header"))
                .toList();
    }

    private static Map<String, JsonNode> responses(JsonNode operation) {
        return operation.path("responses").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void aRequiredKeyIsARequiredHeader() {
        assertThat(headers(post("required"))).singleElement().satisfies(header -> {
            assertThat(header.path("name").asString()).isEqualTo("Idempotency-Key");
            assertThat(header.path("required").asBoolean()).isTrue();
            assertThat(header.path("description").asString()).contains("every retry");
            assertThat(header.path("schema").path("type").asString()).isEqualTo("string");
            assertThat(header.path("schema").path("maxLength").asInt()).isEqualTo(255);
        });
    }

    @Test
    void anOptionalKeyIsAnOptionalHeader() {
        assertThat(headers(post("optional"))).singleElement().satisfies(header -> {
            assertThat(header.path("required").asBoolean()).isFalse();
            assertThat(header.path("description").asString()).contains("not protected");
        });
        assertThat(responses(post("optional")).get("400").path("description").asString())
                .doesNotContain("missing");
    }

    @Test
    void aKeyThatIsAnExpressionIsNoHeader() {
        assertThat(headers(post("expression"))).isEmpty();
        assertThat(responses(post("expression"))).containsKeys("200", "400", "409", "503");
        assertThat(responses(post("expression"))).doesNotContainKey("422");
    }

    @Test
    void refusalsAreDocumentedAsProblems() {
        Map<String, JsonNode> responses = responses(post("required"));
        assertThat(responses).containsOnlyKeys("200", "400", "409", "422", "503");
        for (String status : List.of("400", "409", "422", "503")) {
            JsonNode content = responses.get(status).path("content");
            assertThat(content.propertyNames()).contains("application/problem+json", "text/plain", "text/markdown");
            assertThat(content.path("application/problem+json")
                            .path("schema")
                            .path("$ref")
                            .asString())
                    .isEqualTo("#/components/schemas/IdempotencyProblem");
        }
        assertThat(responses.get("409").path("headers").propertyNames()).contains("Retry-After", "X-Should-Retry");
        assertThat(responses.get("503").path("headers").propertyNames()).contains("Retry-After");
        JsonNode schema = document.path("components").path("schemas").path("IdempotencyProblem");
        assertThat(schema.path("properties").propertyNames())
                .containsExactly("type", "title", "status", "detail", "code");
        assertThat(schema.path("properties").path("code").path("enum").toString())
                .contains("idempotency_conflict", "idempotency_in_flight");
    }

    @Test
    void onlyWhatCanHappenIsDocumented() {
        Map<String, JsonNode> responses = responses(post("lenient"));
        assertThat(responses).containsOnlyKeys("200", "400", "409");
        assertThat(responses.get("409").path("description").asString()).contains("outcome is unknown");
        assertThat(responses(post("required")).get("409").path("description").asString())
                .doesNotContain("unknown");
    }

    @Test
    void aReplayIsDocumentedOnTheAnswerItRepeats() {
        assertThat(responses(post("required")).get("200").path("headers").propertyNames())
                .containsExactlyInAnyOrder(
                        "Idempotent-Replayed", "X-Original-Request-Time", "Idempotency-Expires", "Idempotency-Key");
        assertThat(responses(post("expression")).get("200").path("headers").propertyNames())
                .containsExactlyInAnyOrder("Idempotent-Replayed", "X-Original-Request-Time", "Idempotency-Expires");
    }

    @Test
    void whatTheApplicationSaysItselfIsNotReplaced() {
        assertThat(headers(post("declared"))).singleElement().satisfies(header -> {
            assertThat(header.path("name").asString()).isEqualTo("idempotency-key");
            assertThat(header.path("required").asBoolean()).isTrue();
        });
        assertThat(responses(post("declared")).get("409").path("description").asString())
                .isEqualTo("Sold out");
    }

    @Test
    void whatIsNotGuardedIsLeftAlone() {
        JsonNode read = operation("/documented/required", "get");
        assertThat(headers(read)).isEmpty();
        assertThat(responses(read)).containsOnlyKeys("200");
        assertThat(responses(read).get("200").path("headers").isMissingNode()).isTrue();
    }
}
