package io.github.idempotency.benchmark.report;

import java.util.List;

/**
 * Figures of contenders that were measured in the same rounds.
 *
 * @param title what was measured
 * @param unit of the figures
 * @param moreIsBetter whether a greater figure is the better one
 * @param contenders the first is what the others are compared with
 */
public record Comparison(String title, String unit, boolean moreIsBetter, List<Figures> contenders) {

    Figures baseline() {
        return contenders.get(0);
    }
}
