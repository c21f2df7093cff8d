package io.github.idempotency.torture;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** What clients may be told; see {@link HistoryChecker}. */
final class AnswerRules {

    private AnswerRules() {}

    static void check(KeyHistory key, BiConsumer<Rule, String> broken) {
        oneResult(key, broken);
        executed(key, broken);
        neverForgotten(key, broken);
        key.all(Kind.ANSWERED, Kind.REPLAYED, Kind.UNANSWERED)
                .filter(answer -> answer.detail().startsWith(StreamedBody.MIXED))
                .forEach(answer -> broken.accept(Rule.ONE_SEQUENCE, "" + answer));
        key.all(Kind.UNSETTLED).forEach(entry -> broken.accept(Rule.SETTLES, "it was not answered"));
    }

    private static void oneResult(KeyHistory key, BiConsumer<Rule, String> broken) {
        Set<String> results = key.storedResults();
        results.addAll(key.details(Kind.ANSWERED));
        key.answersNeverStored().forEach(answer -> results.remove(answer.detail()));
        if (results.size() > 1) {
            broken.accept(Rule.ONE_RESULT, "results: " + results);
        }
    }

    private static void executed(KeyHistory key, BiConsumer<Rule, String> broken) {
        Map<String, Long> finished =
                key.all(Kind.FINISHED).collect(Collectors.toMap(HistoryEntry::detail, HistoryEntry::at, Math::min));
        key.all(Kind.ANSWERED, Kind.REPLAYED).forEach(answer -> {
            Long at = finished.get(answer.detail());
            if (at == null) {
                broken.accept(Rule.ANSWERS_ARE_RESULTS, "no execution gave " + answer.detail());
            } else if (answer.at() < at) {
                broken.accept(Rule.NO_EARLY_REPLAY, "too early: " + answer.detail());
            }
        });
    }

    private static void neverForgotten(KeyHistory key, BiConsumer<Rule, String> broken) {
        long stored = key.first(Kind.STORED, Kind.FOUND_STORED, Kind.REPLAYED)
                .map(HistoryEntry::at)
                .orElse(Long.MAX_VALUE);
        boolean mayBeUnknown = key.is(Work.IRREVERSIBLE);
        key.all(Kind.REFUSED)
                .filter(refusal -> refusal.detail().equals(Answer.OUTCOME_UNKNOWN))
                .filter(refusal -> !mayBeUnknown || refusal.from() > stored)
                .forEach(refusal -> broken.accept(Rule.NEVER_FORGOTTEN, "" + refusal));
    }
}
