package io.github.idempotency.observation;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What alerts and dashboard ask for is what an application says: every name, label and outcome of their expressions is in
 * the real output of {@code /actuator/prometheus}. With a name, a label or an outcome misspelt in either file, as has been
 * tried, this fails.
 */
@GuardedTest
class MonitoringFilesITests {

    private static final Path FILES = Path.of("..", "docs", "monitoring");

    private static final Pattern SAMPLE = Pattern.compile("(?m)^(idempotency_\\w+)(?:\\{(.*)})? \\S+$");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** What Prometheus adds to whatever it scrapes. */
    private static final Set<String> OF_THE_TARGET = Set.of("instance", "job");

    private static final CostSum COST = CostSum.of(Cost.unknown("m"))
            .plus(Cost.tokens("m", 1, 1).priced(BigDecimal.ONE, Currency.getInstance("USD"), "v1"));

    @Autowired
    private Caller caller;

    @Autowired
    private MeterIdempotencyListener meters;

    private final Map<String, Map<String, Set<String>>> told = new TreeMap<>();

    @BeforeEach
    void scrape() {
        String key = Caller.newKey();
        for (int i = 0; i < 2; i++) {
            caller.post("/payments").key(key).json("{\"amount\":1}").send().hasStatus(200);
        }
        // What a test cannot bring about in passing is told all the same, by the real listener.
        for (Type type : Type.values()) {
            meters.on(new IdempotencyEvent(
                    type,
                    "payments",
                    Layer.HTTP,
                    null,
                    null,
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    null,
                    null,
                    COST,
                    null));
        }
        Matcher sample = SAMPLE.matcher(
                caller.get("/actuator/prometheus").send().hasStatus(200).text());
        while (sample.find()) {
            Map<String, Set<String>> labels = told.computeIfAbsent(sample.group(1), name -> new TreeMap<>());
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
            }
        }
    }

    @Test
    void everyAlertAsksForWhatIsTold() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(Files.readString(FILES.resolve("idempotency-alerts.yml")));
        List<String> expressions = new ArrayList<>();
        file.get("groups")
                .forEach(group -> group.get("rules").forEach(rule -> expressions.add((String) rule.get("expr"))));
        assertThat(expressions).hasSize(6).allSatisfy(this::asksForWhatIsTold);
    }

    @Test
    void everyPanelAsksForWhatIsTold() throws IOException {
        JsonNode dashboard = JsonMapper.shared()
                .readTree(Files.readString(FILES.resolve("idempotency-dashboard.json"))
                        .replace("$scope", "payments"));
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.path("expr").asString());
            }
        }
        assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(this::asksForWhatIsTold);
        JsonNode variable = dashboard.path("templating").path("list").path(0);
        assertThat(variable.path("definition").asString()).isEqualTo("label_values(idempotency_calls_total, scope)");
        assertThat(told.get("idempotency_calls_total")).containsKey("scope");
    }

    /** Grafana asks for the data source when it imports the file: nothing of ours may be left in it. */
    @Test
    void theDashboardCanBeImportedAnywhere() throws IOException {
        JsonNode dashboard =
                JsonMapper.shared().readTree(Files.readString(FILES.resolve("idempotency-dashboard.json")));
        String input = "${" + dashboard.path("__inputs").path(0).path("name").asString() + "}";
        assertThat(dashboard.path("id").isNull()).isTrue();
        assertThat(dashboard.findValues("uid").stream()
                        .filter(uid -> !uid.isNull())
                        .map(JsonNode::asString))
                .isNotEmpty()
                .containsOnly(input);
        assertThat(dashboard.findValues("expr")).hasSizeGreaterThan(10);
    }

    private void asksForWhatIsTold(String expression) {
        List<Selector> selectors = Selector.of(expression);
        assertThat(selectors).isNotEmpty().allSatisfy(selector -> {
            assertThat(told).containsKey(selector.metric());
            selector.labels().forEach((label, values) -> {
                assertThat(told.get(selector.metric())).containsKey(label);
                assertThat(told.get(selector.metric()).get(label)).containsAll(values);
            });
            Set<String> grouped = Selector.groupings(expression);
            grouped.removeAll(OF_THE_TARGET);
            assertThat(told.get(selector.metric()).keySet()).containsAll(grouped);
        });
    }
}
