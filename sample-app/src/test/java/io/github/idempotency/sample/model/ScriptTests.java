package io.github.idempotency.sample.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ScriptTests {

    private static final String ORDER = """
            {"id":"A-17","customer":"bob","item":"a lamp","price":4900}""";

    private final JsonMapper json = new JsonMapper();

    private final Script script = new Script();

    @Test
    void theStepFollowsFromTheConversation() {
        String task = "Give the price of A-17 back";
        assertThat(called(task)).isEqualTo("lookup_order");
        assertThat(called(task, ORDER)).isEqualTo("transfer_funds");
        assertThat(called(task, ORDER, "{}")).isEqualTo("send_email");
        assertThat(said(task, ORDER, "{}", "{}")).contains("local stand-in", "given the price of A-17");
        assertThat(called(task + " and of A-18", ORDER, "{}", "{}")).isEqualTo("lookup_order");
        assertThat(said("Hello")).contains("Which order");
        assertThat(said(task, "There is no order 'A-17'")).contains("could not", "no order 'A-17'");
    }

    /** Whoever compares arguments, as they are or by their hash, takes these for different calls. */
    @Test
    void theSameStepIsNamedAndWordedAnewEachTime() {
        Set<String> ids = new HashSet<>();
        Set<String> transfers = new HashSet<>();
        Set<String> emails = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ids.add(call("A-17", ORDER).path("id").asString());
            transfers.add(arguments("A-17", ORDER));
            emails.add(arguments("A-17", ORDER, "{}"));
        }
        assertThat(ids).hasSize(50);
        assertThat(emails).hasSize(50);
        assertThat(transfers).hasSizeGreaterThan(5);
        assertThat(transfers)
                .map(arguments -> json.readTree(arguments).path("amount").asString())
                .contains("GBP 49.00", "49")
                .allMatch(Set.of("GBP 49.00", "GBP 49", "49.00", "49")::contains);
    }

    @Test
    void saysWhatItUsed() {
        JsonNode usage = answer("A-17").path("usage");
        assertThat(usage.path("prompt_tokens").asInt()).isPositive();
        assertThat(usage.path("completion_tokens").asInt()).isPositive();
    }

    private String called(String task, String... results) {
        return call(task, results).path("function").path("name").asString();
    }

    private String arguments(String task, String... results) {
        return call(task, results).path("function").path("arguments").asString();
    }

    private JsonNode call(String task, String... results) {
        JsonNode choice = answer(task, results).path("choices").path(0);
        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        return choice.path("message").path("tool_calls").path(0);
    }

    private String said(String task, String... results) {
        return answer(task, results).at("/choices/0/message/content").asString();
    }

    private JsonNode answer(String task, String... results) {
        List<Map<String, String>> messages = new ArrayList<>();
        messages.add(Map.of("role", "user", "content", task));
        Stream.of(results)
                .map(result -> Map.of("role", "tool", "content", result))
                .forEach(messages::add);
        return json.readTree(script.answer(json.writeValueAsString(Map.of("messages", messages))));
    }
}
