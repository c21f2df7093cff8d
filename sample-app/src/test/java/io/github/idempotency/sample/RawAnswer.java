package io.github.idempotency.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer as it came over the socket; ISO 8859-1 keeps every byte. */
record RawAnswer(int status, List<String> head, String body) {

    static RawAnswer read(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("No answer but <" + text + ">");
        }
        List<String> head = List.of(text.substring(0, end).split("\r\n"));
        int status = Integer.parseInt(head.get(0).split(" ")[1]);
        return new RawAnswer(status, head.subList(1, head.size()), text.substring(end + 4));
    }

    Optional<String> header(String name) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    boolean isReplay() {
        return header("Idempotent-Replayed").isPresent();
    }

    /** The handler's own answer, and no replay. */
    RawAnswer assertFirst(int expected) {
        assertThat(status).as("%s", this).isEqualTo(expected);
        assertThat(header("Idempotent-Replayed")).isEmpty();
        return this;
    }

    /** The very answer that was given before. */
    void assertReplays(RawAnswer first) {
        assertThat(header("Idempotent-Replayed")).as("%s", this).hasValue("true");
        assertThat(status).isEqualTo(first.status);
        assertThat(body).isEqualTo(first.body);
        assertThat(header("Content-Type")).isEqualTo(first.header("Content-Type"));
    }

    /** A refusal of the library: a problem with everything that the contract says is in it. */
    RawAnswer assertProblem(int expected, String type, String code) {
        assertThat(status).as("%s", this).isEqualTo(expected);
        assertThat(header("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(body);
        assertThat(problem.path("type").asString()).isEqualTo("urn:problem-type:idempotency:" + type);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(expected);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        return this;
    }
}
