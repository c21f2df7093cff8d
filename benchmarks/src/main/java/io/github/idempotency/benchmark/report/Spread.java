package io.github.idempotency.benchmark.report;

import java.util.List;

/** The median of some figures, and how far they are apart. */
public record Spread(double median, double min, double max) {

    public static Spread of(List<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The median, with the least and the greatest behind it. */
    public String format(String pattern) {
        return "%s (%s–%s)".formatted(pattern.formatted(median), pattern.formatted(min), pattern.formatted(max));
    }
}
