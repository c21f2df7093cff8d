package io.github.idempotency.torture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * All that has happened to one key, in order.
 *
 * @param torture what was done to processes and servers meanwhile
 */
record KeyHistory(String key, List<HistoryEntry> entries, List<HistoryEntry> torture) {

    Stream<HistoryEntry> all(Kind... kinds) {
        List<Kind> asked = Arrays.asList(kinds);
        return entries.stream().filter(entry -> asked.contains(entry.kind()));
    }

    /** The one that was over first. */
    Optional<HistoryEntry> first(Kind... kinds) {
        return all(kinds).min(Comparator.comparingLong(HistoryEntry::at));
    }

    /** The work that clients asked for. */
    boolean is(Work work) {
        return all(Kind.INVOKED).anyMatch(entry -> entry.detail().startsWith(work.name()));
    }

    /** Grants, by their tokens. */
    List<HistoryEntry> claims() {
        return all(Kind.CLAIMED)
                .sorted(Comparator.comparingLong(HistoryEntry::token))
                .toList();
    }

    Set<String> details(Kind... kinds) {
        return all(kinds).map(HistoryEntry::detail).collect(Collectors.toSet());
    }

    /** The results that the store has taken or given: where it keeps its promise, at most one. */
    Set<String> storedResults() {
        return details(Kind.STORED, Kind.FOUND_STORED, Kind.REPLAYED);
    }

    /** Results that were given to a client because the store could not be told them, and that it never got to know. */
    List<HistoryEntry> answersNeverStored() {
        Set<String> stored = storedResults();
        Set<String> answered = details(Kind.ANSWERED);
        return all(Kind.UNTOLD)
                .filter(untold -> answered.contains(untold.detail()) && !stored.contains(untold.detail()))
                .collect(Collectors.toMap(HistoryEntry::detail, untold -> untold, (first, next) -> first))
                .values()
                .stream()
                .toList();
    }

    boolean hasDied(String process) {
        return torture.stream()
                .anyMatch(entry -> entry.kind() == Kind.DIED && entry.who().equals(process));
    }

    /** Whether anything was done to anybody between two instants. */
    boolean anyFault(long from, long to) {
        return torture.stream().anyMatch(entry -> entry.from() < to && entry.at() > from);
    }
}
