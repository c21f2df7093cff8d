package io.github.idempotency.torture;

import java.util.Set;
import java.util.function.BiConsumer;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** What joined work may have left in the database; see {@link HistoryChecker}. */
final class JoinedRules {

    private JoinedRules() {}

    static void check(KeyHistory key, BiConsumer<Rule, String> broken) {
        if (!key.is(Work.JOINED)) {
            return;
        }
        if (key.all(Kind.COMMITTED).count() > 1) {
            broken.accept(Rule.ONE_EFFECT, "rows: " + key.details(Kind.COMMITTED));
        }
        Set<String> results = key.storedResults();
        results.addAll(key.details(Kind.ANSWERED));
        if (!results.equals(key.details(Kind.COMMITTED))) {
            broken.accept(Rule.JOINED, "results: " + results + ", rows: " + key.details(Kind.COMMITTED));
        }
    }
}
