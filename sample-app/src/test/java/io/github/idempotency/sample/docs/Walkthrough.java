package io.github.idempotency.sample.docs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of a page and what it says they print. */
public record Walkthrough(List<Step> steps) {

    private static final String PROMPT = "$ ";

    /** Each distinct value is numbered, so that equal ones stay equal and different ones different. */
    private static final Pattern VARIABLE = Pattern.compile(
            "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}" // UUID
                    + "|\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z" // instant
                    + "|(?<=\"token\":)\\d{16}");

    private static final Pattern DATE = Pattern.compile("(?m)^Date: .*$");

    /** The steps of the README. */
    public static Walkthrough ofReadme() {
        return new Walkthrough(MarkdownPage.readme().blocks().stream()
                .filter(block -> block.language().equals("console"))
                .map(Walkthrough::step)
                .toList());
    }

    private static Step step(MarkdownPage.Block block) {
        Map<Boolean, List<String>> lines =
                block.content().lines().collect(Collectors.partitioningBy(line -> line.startsWith(PROMPT)));
        String script = lines.get(true).stream()
                .map(line -> line.substring(PROMPT.length()))
                .collect(Collectors.joining("\n"));
        return new Step(script, String.join("\n", lines.get(false)));
    }

    /** The outputs without what differs from run to run. */
    public static List<String> normalized(List<String> outputs) {
        Map<String, String> numbers = new HashMap<>();
        return outputs.stream()
                .map(output -> DATE.matcher(output).replaceAll("Date: …"))
                .map(output -> VARIABLE.matcher(output)
                        .replaceAll(
                                found -> numbers.computeIfAbsent(found.group(), value -> "<" + numbers.size() + ">")))
                .toList();
    }

    /**
     * What is typed and what is printed.
     *
     * @param script the commands, run in one shell
     * @param printed everything they print, together
     */
    public record Step(String script, String printed) {}
}
