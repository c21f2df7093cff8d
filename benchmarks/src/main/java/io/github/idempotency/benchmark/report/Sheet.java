package io.github.idempotency.benchmark.report;

import java.util.List;

/**
 * Figures that are not compared round by round.
 *
 * @param title what was measured
 * @param note how, in a sentence or two, with the bound of what was measured
 * @param columns their heads, the first of the rows' names
 * @param rows as many cells each as there are columns
 */
public record Sheet(String title, String note, List<String> columns, List<List<String>> rows) {

    String table() {
        StringBuilder table = new StringBuilder("\n## %s\n\n%s\n\n".formatted(title, note));
        table.append(line(columns)).append("|---".repeat(columns.size())).append("|\n");
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
