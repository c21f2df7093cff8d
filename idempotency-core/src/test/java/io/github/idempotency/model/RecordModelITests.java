package io.github.idempotency.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The model in {@code docs/model} keeps its promises, and none of its rules can be left out: each configuration in
 * {@code broken} drops one, and must then break the promise it names.
 */
class RecordModelITests {

    private static final Pattern PROMISE = Pattern.compile("^(?:INVARIANT|PROPERTY) (\\w+)$", Pattern.MULTILINE);

    private static final Pattern RULE = Pattern.compile("Rule\\(\"(\\w+)\"\\)");

    @TempDir
    private Path scratch;

    @Test
    void repeatableWorkHasOneResult() throws Exception {
        ModelRun run = ModelRun.of(Path.of("Repeatable.cfg"), scratch, "-coverage", "1");

        assertThat(run).matches(ModelRun::passed);
        assertThat(run.stepsNeverTaken()).containsExactlyInAnyOrder("WriteClaim", "Reclaim", "Ask", "ReconciledClaim");
        assertStated("| `Repeatable.cfg` | 3 | 4 | " + run.states() + " |");
    }

    @Test
    void irreversibleWorkHasOneResultAndOneEffect() throws Exception {
        ModelRun run = ModelRun.of(Path.of("Irreversible.cfg"), scratch, "-coverage", "1");

        assertThat(run).matches(ModelRun::passed);
        assertThat(run.stepsNeverTaken()).containsExactlyInAnyOrder("WriteClaim", "GiveUp");
        assertStated("| `Irreversible.cfg` | 3 | 4 | " + run.states() + " |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RepeatableLiveness.cfg", "IrreversibleLiveness.cfg"})
    void everybodyWhoKeepsCallingIsAnswered(String configuration) throws Exception {
        ModelRun run = ModelRun.of(Path.of(configuration), scratch);

        assertThat(run).matches(ModelRun::passed);
        assertStated("| `" + configuration + "` | 2 | 3 | " + run.states() + " |");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void withoutTheRuleAPromiseIsBroken(String rule) throws Exception {
        Path configuration = Path.of("broken", rule + ".cfg");
        Matcher promise = PROMISE.matcher(Files.readString(ModelRun.MODEL.resolve(configuration)));
        assertThat(promise.find()).isTrue();

        ModelRun run = ModelRun.of(configuration, scratch);

        assertThat(run).matches(broken -> broken.violated(promise.group(1)));
        assertStated("| `" + rule + "` | `" + promise.group(1) + "` |");
    }

    @Test
    void everyRuleOfTheModelIsTriedWithout() throws Exception {
        try (Stream<Path> configurations = Files.list(ModelRun.MODEL.resolve("broken"))) {
            assertThat(configurations.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            rules().stream().map(rule -> rule + ".cfg").toList());
        }
    }

    static Set<String> rules() throws IOException {
        String model = Files.readString(ModelRun.MODEL.resolve("IdempotencyRecord.tla"));
        return RULE.matcher(model).results().map(rule -> rule.group(1)).collect(Collectors.toSet());
    }

    private static void assertStated(String row) throws IOException {
        assertThat(Files.readAllLines(ModelRun.MODEL.resolve("README.md")))
                .filteredOn(line -> line.startsWith(row.substring(0, row.indexOf("` |") + 1)))
                .singleElement()
                .asString()
                .startsWith(row);
    }
}
