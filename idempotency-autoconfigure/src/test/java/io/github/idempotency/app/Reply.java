package io.github.idempotency.app;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One HTTP answer, as it came over the wire.
 *
 * @param headers by name, in any case
 */
public record Reply(int status, Map<String, List<String>> headers, byte[] body) {

    /** Of the connection or of the moment; of no use on a replay; and what a replay adds. */
    private static final Set<String> NOT_COMPARED = Set.of(
            "connection",
            "keep-alive",
            "transfer-encoding",
            "date",
            "accept-ranges",
            "idempotency-expires",
            "idempotency-key",
            "idempotent-replayed",
            "x-from-cache",
            "x-idempotency-replayed");

    static Reply of(HttpResponse<byte[]> response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        return new Reply(response.statusCode(), headers, response.body());
    }

    /** The only value of a header; empty if it is absent. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        assertThat(values).as(name).hasSizeLessThan(2);
        return values.stream().findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    public Reply hasStatus(int expected) {
        assertThat(status).as(this::toString).isEqualTo(expected);
        return this;
    }

    /** This answer was made by an execution. */
    public Reply isFirst() {
        assertThat(header("Idempotent-Replayed")).as(this::toString).isEmpty();
        assertThat(header("X-Original-Request-Time")).as(this::toString).isPresent();
        return this;
    }

    /** This is the other answer once more: the same status, the same bytes, and no header more or less than is said. */
    public Reply isReplayOf(Reply first) {
        first.isFirst();
        assertThat(header("Idempotent-Replayed")).as(this::toString).contains("true");
        assertThat(header("Idempotency-Key")).as(this::toString).isPresent();
        assertThat(status).isEqualTo(first.status);
        assertThat(body).isEqualTo(first.body);
        assertThat(compared()).isEqualTo(first.compared());
        return this;
    }

    private Map<String, List<String>> compared() {
        Map<String, List<String>> compared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (!NOT_COMPARED.contains(name.toLowerCase())) {
                compared.put(name, values);
            }
        });
        return compared;
    }

    /** This is one of our refusals. */
    public Reply isProblem(int expected, String type, String code) {
        hasStatus(expected);
        assertThat(header("Content-Type")).contains("application/problem+json");
        assertThat(header("Idempotent-Replayed")).isEmpty();
        assertThat(json().path("type").asString()).isEqualTo("urn:problem-type:idempotency:" + type);
        assertThat(json().path("code").asString()).isEqualTo(code);
        assertThat(json().path("status").asInt()).isEqualTo(expected);
        assertThat(json().path("title").asString()).isNotBlank();
        assertThat(json().path("detail").asString()).isNotBlank();
        return this;
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + text();
    }
}
