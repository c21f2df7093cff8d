package io.github.idempotency.test.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What {@link ConcurrentClaimsScenario} saw in one process. Reports of several processes on the same keys add up with
 * {@link #plus}, and travel between them as {@link #lines}.
 *
 * @param tallies by the reference of the key
 */
public record ClaimsReport(Map<String, Tally> tallies) {

    /**
     * One key.
     *
     * @param executions effects that happened
     * @param overlaps how often an owner ran while another one did, in the same process
     * @param answers what callers got, each different one once
     */
    public record Tally(long executions, long overlaps, Set<String> answers) {

        Tally plus(Tally other) {
            Set<String> both = new TreeSet<>(answers);
            both.addAll(other.answers);
            return new Tally(executions + other.executions, overlaps + other.overlaps, both);
        }
    }

    /** Both reports as if one process had made them. */
    public ClaimsReport plus(ClaimsReport other) {
        Map<String, Tally> sum = new TreeMap<>(tallies);
        other.tallies.forEach((reference, tally) -> sum.merge(reference, tally, Tally::plus));
        return new ClaimsReport(sum);
    }

    /** Keys that were executed more than once. */
    public Set<String> duplicates() {
        return keys(tally -> tally.executions() > 1);
    }

    /** Keys that were not executed at all, though every caller got an answer. */
    public Set<String> unexecuted() {
        return keys(tally -> tally.executions() == 0);
    }

    /** Keys that had two owners at a time. */
    public Set<String> overlaps() {
        return keys(tally -> tally.overlaps() > 0);
    }

    /** Keys whose callers did not all get the same answer. */
    public Set<String> differing() {
        return keys(tally -> tally.answers().size() > 1);
    }

    private Set<String> keys(Predicate<Tally> predicate) {
        return tallies.entrySet().stream()
                .filter(entry -> predicate.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The report as text, one line a key. */
    public List<String> lines() {
        return tallies.entrySet().stream()
                .map(entry -> String.join(
                        " ",
                        entry.getKey(),
                        Long.toString(entry.getValue().executions()),
                        Long.toString(entry.getValue().overlaps()),
                        String.join(" ", entry.getValue().answers())))
                .toList();
    }

    /** The report that these lines came from. */
    public static ClaimsReport ofLines(List<String> lines) {
        Map<String, Tally> tallies = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.strip().split(" ");
            Set<String> answers = new TreeSet<>(List.of(words).subList(3, words.length));
            tallies.put(words[0], new Tally(Long.parseLong(words[1]), Long.parseLong(words[2]), answers));
        }
        return new ClaimsReport(tallies);
    }
}
