package io.github.idempotency.benchmark.report;

import java.util.List;

/**
 * A limit, and what was measured of it; the verdict follows from the two.
 *
 * @param what is limited
 * @param bound the limit
 * @param least whether the median has to reach the bound, and not to stay within it
 * @param measured of the run
 */
public record Goal(String what, double bound, boolean least, Spread measured) {

    public static Goal atLeast(String what, double bound, Spread measured) {
        return new Goal(what, bound, true, measured);
    }

    public static Goal atMost(String what, double bound, Spread measured) {
        return new Goal(what, bound, false, measured);
    }

    /** Something that must not happen, and how often it did. */
    public static Goal none(String what, double times) {
        return atMost(what, 0, Spread.of(List.of(times)));
    }

    public boolean met() {
        return least ? measured.median() >= bound : measured.median() <= bound;
    }

    public static Sheet sheet(List<Goal> goals) {
        return new Sheet(
                "Goals",
                "A goal is met when the median of the rounds is within it.",
                List.of("", "goal", "measured", "verdict"),
                goals.stream()
                        .map(goal -> List.of(goal.what, goal.limit(), goal.measured(number(goal)), goal.verdict()))
                        .toList());
    }

    private String limit() {
        return (least ? "≥ " : "≤ ") + number(this).formatted(bound);
    }

    private String measured(String pattern) {
        return measured.min() == measured.max() ? pattern.formatted(measured.median()) : measured.format(pattern);
    }

    private String verdict() {
        if (met()) {
            return "met";
        }
        return bound == 0
                ? "**missed**"
                : "**missed** by %.0f %%".formatted(100 * Math.abs(measured.median() - bound) / bound);
    }

    /** Counts without digits, ratios and small times with them. */
    private static String number(Goal goal) {
        return goal.bound == Math.rint(goal.bound) && goal.measured.median() == Math.rint(goal.measured.median())
                ? "%.0f"
                : "%.2f";
    }
}
