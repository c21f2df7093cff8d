package io.github.idempotency.torture;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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
 *       no violation but a {@link Superseded}, and counted.
 *   <li>{@link Rule#ANSWERS_ARE_RESULTS}: every answer is the receipt of an execution of the key that had finished.
 *   <li>{@link Rule#ONE_SEQUENCE}: what a reader has seen of a stream are the frames of one execution from the first on, be it
 *       that the reader or the stream has gone before its end; with its proper end it is all of them.
 *   <li>{@link Rule#NO_EARLY_REPLAY}: it had finished before the answer or the replay was seen.
 *   <li>{@link Rule#GROWING_TOKENS}: of two claims of which one was granted before the other was asked for, the latter
 *       has the greater token; no two have the same.
 *   <li>{@link Rule#ONE_OWNER}: between two grants without a release lies at least a lease.
 *   <li>{@link Rule#FENCED}: a completion that began after a later claim was granted is refused.
 *   <li>{@link Rule#FINAL_RESULT}: a claim that was asked for after a result had been stored is not granted.
 *   <li>{@link Rule#ONE_EFFECT}: irreversible work has one effect at most, whatever fails. So has joined work: one row.
 *   <li>{@link Rule#JOINED}: the row of joined work is that of its result; what was answered or stored has a row, and
 *       no answer of it is ever superseded.
 *   <li>{@link Rule#NEVER_FORGOTTEN}: no request that began after a result had been stored is told that the outcome is
 *       unknown, and repeatable work is never told so.
 *   <li>{@link Rule#TRIED_AGAIN}: a result that the store could not be told is brought again while the lease lasts, so
 *       that a superseded answer is owed to a fault and not to negligence.
 *   <li>{@link Rule#SETTLES}: when all is well again, every key is answered or said to be unknown.
 * </ul>
 */
final class HistoryChecker {

    private final ClaimRules claims;

    HistoryChecker(Duration lease) {
        claims = new ClaimRules(lease);
    }

    /** What was promised and not kept, and what was never promised and did not happen. */
    Findings check(List<HistoryEntry> history) {
        List<HistoryEntry> torture = history.stream()
                .filter(entry -> entry.kind() == Kind.DIED || entry.kind() == Kind.FAULT)
                .toList();
        Map<String, List<HistoryEntry>> byKey =
                history.stream().collect(Collectors.groupingBy(HistoryEntry::key, TreeMap::new, Collectors.toList()));
        byKey.remove("-");
        Findings findings = new Findings();
        byKey.forEach((key, entries) -> check(new KeyHistory(key, entries, torture), findings));
        return findings;
    }

    private void check(KeyHistory key, Findings findings) {
        BiConsumer<Rule, String> broken = (rule, what) -> findings.add(new Violation(rule, key.key(), what), key);
        claims.check(key, broken);
        AnswerRules.check(key, broken);
        JoinedRules.check(key, broken);
        key.answersNeverStored()
                .forEach(answer -> findings.add(
                        key.hasDied(answer.who()) ? Superseded.LOST_WITH_ITS_PROCESS : Superseded.OUTLIVED_BY_AN_OUTAGE,
                        key));
    }
}
