package io.github.idempotency.sample.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model would do that gives the price of orders back, of each in turn: look the order up, move the money, tell the customer, report.
 * Which step is next follows from what it is told; how it is worded, and the name of each call, are new every time.
 */
class Script {

    private static final Pattern ORDER = Pattern.compile("\\b[A-Z]-\\d+\\b");

    private static final String WHO = "[local stand-in, no model configured] ";

    private final JsonMapper json = new JsonMapper();

    /** @param request for a chat completion, as JSON; so is the answer */
    String answer(String request) {
        List<String> results = new ArrayList<>();
        String task = "";
        for (JsonNode message : json.readTree(request).path("messages")) {
            switch (message.path("role").asString()) {
                case "user" -> task = message.path("content").toString();
                case "tool" -> results.add(message.path("content").asString());
                default -> {
                    // Its own words, and who it is.
                }
            }
        }
        Map<String, ?> message = next(task, results);
        String finished = message.containsKey("tool_calls") ? "tool_calls" : "stop";
        int asked = words(request);
        int said = words(json.writeValueAsString(message));
        return json.writeValueAsString(Map.of(
                "id",
                "chatcmpl-" + UUID.randomUUID(),
                "object",
                "chat.completion",
                "created",
                1,
                "model",
                "stand-in",
                "choices",
                List.of(Map.of("index", 0, "finish_reason", finished, "message", message)),
                "usage",
                Map.of("prompt_tokens", asked, "completion_tokens", said, "total_tokens", asked + said)));
    }

    private Map<String, ?> next(String task, List<String> results) {
        List<String> orders =
                ORDER.matcher(task).results().map(MatchResult::group).distinct().toList();
        if (orders.isEmpty()) {
            return say("Which order is it?");
        }
        if (!results.isEmpty() && !results.get(results.size() - 1).startsWith("{")) {
            return say("I could not: " + results.get(results.size() - 1));
        }
        int done = results.size() / 3;
        if (done == orders.size()) {
            return say("I have given the price of %s back and written to who bought it."
                    .formatted(String.join(" and ", orders)));
        }
        String order = orders.get(done);
        if (results.size() % 3 == 0) {
            return call("lookup_order", Map.of("order", order));
        }
        JsonNode found = json.readTree(results.get(done * 3));
        String customer = found.path("customer").asString();
        String price = pounds(found.path("price").asLong());
        return results.size() % 3 == 1
                ? call("transfer_funds", Map.of("from", "shop", "to", customer, "amount", price))
                : call("send_email", Map.of("customer", customer, "subject", "Your " + order, "text", letter(price)));
    }

    private Map<String, ?> say(String text) {
        return Map.of("role", "assistant", "content", WHO + text);
    }

    private Map<String, ?> call(String tool, Map<String, String> arguments) {
        Map<String, String> function = Map.of("name", tool, "arguments", reworded(arguments));
        String id = "call_" + UUID.randomUUID().toString().replace("-", "");
        return Map.of(
                "role", "assistant", "tool_calls", List.of(Map.of("id", id, "type", "function", "function", function)));
    }

    /** The same members, in any order and with any space between them. */
    private String reworded(Map<String, String> arguments) {
        List<Entry<String, String>> members = new ArrayList<>(arguments.entrySet());
        Collections.shuffle(members);
        String space = any(List.of("", " ", "\n  "));
        return members.stream()
                .map(member ->
                        json.writeValueAsString(member.getKey()) + ": " + json.writeValueAsString(member.getValue()))
                .collect(Collectors.joining("," + space, "{" + space, space + "}"));
    }

    private static String pounds(long pence) {
        BigDecimal amount = BigDecimal.valueOf(pence, 2);
        String plain = amount.stripTrailingZeros().toPlainString();
        return any(List.of("GBP " + amount, "GBP " + plain, amount.toString(), plain));
    }

    private static String letter(String price) {
        String greeting = any(List.of("Hello!", "Good day,", "Dear customer,"));
        return "%s %s is on its way back to you. (%s)".formatted(greeting, price, UUID.randomUUID());
    }

    private static <T> T any(List<T> choices) {
        return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
    }

    private static int words(String text) {
        return text.split("\\W+").length;
    }
}
