package io.github.idempotency.benchmark.scale;

import java.util.Collection;

/** How long most of many took, and how long all but a few. */
record Quantiles(double p50, double p99) {

    static Quantiles of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Quantiles(at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
