package io.github.idempotency.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;

import io.github.idempotency.observation.IdempotencyObservationDocumentation.HighCardinalityKeyNames;
import io.github.idempotency.observation.IdempotencyObservationDocumentation.LowCardinalityKeyNames;

/** The tables of a page of the documentation that are made from code, each between its two comments. */
final class GeneratedTables {

    private static final Path PAGE = Path.of("..", "docs", "observability.md");

    private GeneratedTables() {}

    static String meters() {
        return table(
                "meter | kind | tags | what",
                Arrays.stream(IdempotencyMeters.values())
                        .map(meter -> "`" + meter.getName() + "` | "
                                + meter.getType()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ') + unit(meter) + " | "
                                + names(meter.getKeyNames()) + " | " + meter.description()));
    }

    private static String unit(IdempotencyMeters meter) {
        return meter.getBaseUnit() == null ? "" : ", " + meter.getBaseUnit();
    }

    static String tags() {
        return table(
                "tag | values",
                Arrays.stream(IdempotencyMeters.Tags.values())
                        .map(tag -> "`" + tag.asString() + "` | " + tag.description()));
    }

    static String outcomes() {
        return table(
                "outcome | what",
                Arrays.stream(CallOutcome.values())
                        .map(outcome -> "`" + outcome.tag() + "` | " + outcome.description()));
    }

    static String observation() {
        return table(
                "key | of | what",
                Stream.concat(
                        Arrays.stream(LowCardinalityKeyNames.values())
                                .map(key -> "`" + key.asString() + "` | spans and the timer | " + key.description()),
                        Arrays.stream(HighCardinalityKeyNames.values())
                                .map(key -> "`" + key.asString() + "` | spans | " + key.description())));
    }

    static String names(KeyName... names) {
        return Arrays.stream(names).map(name -> "`" + name.asString() + "`").collect(Collectors.joining(", "));
    }

    static String table(String head, Stream<String> rows) {
        String rule = "---|".repeat(head.split("\\|").length);
        return Stream.concat(
                        Stream.of("| " + head + " |", "|" + rule),
                        rows.map(row -> "| " + row.replace(" |  |", " | |") + " |"))
                .collect(Collectors.joining("\n"));
    }

    /** What the page has between the comments of that name. */
    static String inDocs(String name) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int from = lines.indexOf("<!-- generated: " + name + " -->") + 1;
        if (from == 0) {
            throw new IllegalArgumentException(PAGE + " has no table " + name);
        }
        List<String> rest = lines.subList(from, lines.size());
        return String.join("\n", rest.subList(0, rest.indexOf("<!-- end -->")));
    }
}
