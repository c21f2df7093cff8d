package io.github.idempotency.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * Holds the history of every key against what is promised. Nothing is assumed of what is not written down: a request
 * without an answer may have had any effect, a killed process may have done its last step.
 *
 * <ul>
 *   <li>{@link Rule#ONE_RESULT}: answers and replays of a key are equal, byte by byte. Repeatable work may <em>run</em>
 *       more than once, after a crash or a lost lease; only one result may be answered. A result is also known from the
 *       store having taken it. An answer that the store demonstrably could not be told, and that it never got to know, is
 *       no violation but a {@link Limit}, and counted.
 *   <li>{@link Rule#ANSWERS_ARE_RESULTS}: every answer is the receipt of an execution of the key that had finished.
 *   <li>{@link Rule#NO_EARLY_REPLAY}: it had finished before the replay was seen.
 *   <li>{@link Rule#GROWING_TOKENS}: of two claims of which one was granted before the other was asked for, the latter
 *       has the greater token; no two have the same.
 *   <li>{@link Rule#ONE_OWNER}: between two grants without a release lies at least a lease.
 *   <li>{@link Rule#FENCED}: a completion that began after a later claim was granted is refused.
 *   <li>{@link Rule#FINAL_RESULT}: a claim that was asked for after a result had been stored is not granted.
 *   <li>{@link Rule#ONE_EFFECT}: irreversible work has one effect at most, whatever fails.
 *   <li>{@link Rule#NEVER_FORGOTTEN}: no request that began after a result had been stored is told that the outcome is
 *       unknown, and repeatable work is never told so.
 *   <li>{@link Rule#SETTLES}: when all is well again, every key is answered or said to be unknown.
 * </ul>
 */
final class HistoryChecker {

    /** For clocks that are kept on time while leases run. */
    private static final long SLACK = Duration.ofMillis(20).toNanos();

    private final long lease;

    HistoryChecker(Duration lease) {
        this.lease = lease.toNanos();
    }

    /** What was promised and not kept, and what was never promised and did not happen. */
    Findings check(List<HistoryEntry> history) {
        Set<String> died = new HashSet<>();
        Map<String, List<HistoryEntry>> byKey = new TreeMap<>();
        for (HistoryEntry entry : history) {
            if (entry.kind() == Kind.DIED) {
                died.add(entry.who());
            }
            byKey.computeIfAbsent(entry.key(), any -> new ArrayList<>()).add(entry);
        }
        byKey.remove("-");
        Findings findings = new Findings();
        byKey.forEach((key, entries) -> check(new KeyHistory(key, entries), died, findings));
        return findings;
    }

    private void check(KeyHistory key, Set<String> died, Findings findings) {
        for (HistoryEntry answer : key.answersNeverStored()) {
            findings.add(died.contains(answer.who()) ? Limit.LOST_WITH_ITS_PROCESS : Limit.OUTLIVED_BY_AN_OUTAGE, key);
        }
        oneResult(key, found(Rule.ONE_RESULT, key, findings));
        answersAreResults(key, found(Rule.ANSWERS_ARE_RESULTS, key, findings));
        noEarlyReplay(key, found(Rule.NO_EARLY_REPLAY, key, findings));
        claims(key, findings);
        finalResult(key, found(Rule.FINAL_RESULT, key, findings));
        if (key.is(Work.IRREVERSIBLE) && key.all(Kind.EFFECT).count() > 1) {
            found(Rule.ONE_EFFECT, key, findings).accept("effects: " + key.details(Kind.EFFECT));
        }
        neverForgotten(key, found(Rule.NEVER_FORGOTTEN, key, findings));
        key.all(Kind.UNSETTLED)
                .forEach(entry -> found(Rule.SETTLES, key, findings).accept("it was not answered"));
    }

    private static Consumer<String> found(Rule rule, KeyHistory key, Findings findings) {
        return what -> findings.add(new Violation(rule, key.key(), what), key);
    }

    private static void oneResult(KeyHistory key, Consumer<String> found) {
        Set<String> results = key.storedResults();
        results.addAll(key.details(Kind.ANSWERED));
        key.answersNeverStored().forEach(answer -> results.remove(answer.detail()));
        if (results.size() > 1) {
            found.accept("results: " + results);
        }
    }

    private static void answersAreResults(KeyHistory key, Consumer<String> found) {
        Set<String> answers = key.details(Kind.ANSWERED, Kind.REPLAYED);
        answers.removeAll(key.details(Kind.FINISHED));
        answers.forEach(answer -> found.accept("no execution gave " + answer));
    }

    private static void noEarlyReplay(KeyHistory key, Consumer<String> found) {
        Map<String, Long> finished =
                key.all(Kind.FINISHED).collect(Collectors.toMap(HistoryEntry::detail, HistoryEntry::at, Math::min));
        key.all(Kind.REPLAYED)
                .filter(replay -> replay.at() < finished.getOrDefault(replay.detail(), Long.MIN_VALUE))
                .forEach(replay -> found.accept("replayed too early: " + replay.detail()));
    }

    private void claims(KeyHistory key, Findings findings) {
        List<HistoryEntry> claims = key.claims();
        for (int i = 0; i < claims.size(); i++) {
            for (HistoryEntry later : claims.subList(i + 1, claims.size())) {
                compare(key, claims.get(i), later, findings);
            }
        }
    }

    /** @param later the claim with the greater token */
    private void compare(KeyHistory key, HistoryEntry claim, HistoryEntry later, Findings findings) {
        if (later.token() == claim.token() || later.at() < claim.from()) {
            found(Rule.GROWING_TOKENS, key, findings).accept(claim + " and " + later);
        }
        if (later.at() < claim.from() + lease - SLACK && !released(key, claim, later)) {
            found(Rule.ONE_OWNER, key, findings).accept(claim + " and " + later);
        }
        key.all(Kind.STORED)
                .filter(stored -> stored.token() == claim.token() && stored.from() > later.at())
                .forEach(stored -> found(Rule.FENCED, key, findings).accept(stored + " after " + later));
    }

    private static boolean released(KeyHistory key, HistoryEntry claim, HistoryEntry next) {
        return key.all(Kind.RELEASED)
                .anyMatch(release -> release.token() == claim.token() && release.from() < next.at());
    }

    private static void finalResult(KeyHistory key, Consumer<String> found) {
        key.all(Kind.STORED)
                .mapToLong(HistoryEntry::at)
                .min()
                .ifPresent(stored -> key.all(Kind.CLAIMED)
                        .filter(claim -> claim.from() > stored)
                        .forEach(claim -> found.accept("" + claim)));
    }

    private static void neverForgotten(KeyHistory key, Consumer<String> found) {
        long stored = key.all(Kind.STORED, Kind.FOUND_STORED, Kind.REPLAYED)
                .mapToLong(HistoryEntry::at)
                .min()
                .orElse(Long.MAX_VALUE);
        boolean mayBeUnknown = key.is(Work.IRREVERSIBLE);
        key.all(Kind.REFUSED)
                .filter(refusal -> refusal.detail().equals("idempotency_outcome_unknown"))
                .filter(refusal -> !mayBeUnknown || refusal.from() > stored)
                .forEach(refusal -> found.accept("" + refusal));
    }
}
