package io.github.idempotency.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Writes {@code table.md}, with every comparison and every sheet, and a chart of each comparison to a directory. */
public record Results(Path directory) {

    /** The names of more contenders would run into each other. */
    private static final int MOST_LEVEL_NAMES = 7;

    public void write(List<Comparison> comparisons, List<Sheet> sheets) throws IOException {
        Files.createDirectories(directory);
        StringBuilder table = new StringBuilder("# Results\n\n").append(Machine.describe());
        for (Comparison comparison : comparisons) {
            String chart = comparison.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".png";
            table.append(table(comparison)).append("\n![](%s)\n".formatted(chart));
            BitmapEncoder.saveBitmap(
                    chart(comparison), directory.resolve(chart).toString(), BitmapEncoder.BitmapFormat.PNG);
        }
        sheets.forEach(sheet -> table.append(sheet.table()));
        Files.writeString(directory.resolve("table.md"), table);
        System.out.println(table);
    }

    private static String table(Comparison comparison) {
        StringBuilder rows = new StringBuilder("\n## %s\n\n| | %s | ÷ %s |\n|---|---|---|\n"
                .formatted(
                        comparison.title(),
                        comparison.unit(),
                        comparison.baseline().contender()));
        String digits = comparison.moreIsBetter() ? "%.0f" : "%.3f";
        for (Figures figures : comparison.contenders()) {
            rows.append("| %s | %s | %s |\n"
                    .formatted(
                            figures.contender(),
                            figures.spread().format(digits),
                            figures.over(comparison.baseline()).format("%.3f")));
        }
        return rows.toString();
    }

    private static CategoryChart chart(Comparison comparison) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(560)
                .title(comparison.title())
                .yAxisTitle("÷ " + comparison.baseline().contender())
                .build();
        chart.getStyler().setLegendVisible(false);
        if (comparison.contenders().size() > MOST_LEVEL_NAMES) {
            chart.getStyler().setXAxisLabelRotation(60);
        }
        chart.addSeries(
                "ratio",
                comparison.contenders().stream().map(Figures::contender).toList(),
                comparison.contenders().stream()
                        .map(figures -> figures.over(comparison.baseline()).median())
                        .toList());
        return chart;
    }
}
