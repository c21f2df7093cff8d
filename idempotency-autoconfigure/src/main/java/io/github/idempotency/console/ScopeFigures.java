package io.github.idempotency.console;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.github.idempotency.observation.CallCounts;

/** What became of the calls of one scope. */
record ScopeFigures(String scope, Figures figures) {

    /** Most calls first. */
    private static final Comparator<ScopeFigures> BUSIEST = Comparator.comparingLong(
                    (ScopeFigures scope) -> -scope.figures.executions() - scope.figures.replays())
            .thenComparing(ScopeFigures::scope);

    /** Those whose name contains the text, in either case. */
    static List<ScopeFigures> of(CallCounts counts, String text) {
        String sought = text.toLowerCase(Locale.ROOT);
        return counts.byScope().entrySet().stream()
                .filter(scope -> scope.getKey().toLowerCase(Locale.ROOT).contains(sought))
                .map(scope -> new ScopeFigures(scope.getKey(), Figures.of(scope.getValue())))
                .sorted(BUSIEST)
                .toList();
    }
}
