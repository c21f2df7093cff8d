package io.github.idempotency.torture;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** What was run, what went wrong with it on purpose, and what was found, in Markdown. */
final class TortureReport {

    private final Map<TortureStore, TortureResult> results = new LinkedHashMap<>();

    private final long seed;

    TortureReport(long seed) {
        this.seed = seed;
    }

    void add(TortureStore store, TortureResult result) {
        results.put(store, result);
    }

    /** Violations of what is promised for the store. */
    static List<Violation> violations(TortureStore store, TortureResult result) {
        return result.findings().violations().stream()
                .filter(violation -> !store.mayBreak(violation.rule()))
                .toList();
    }

    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("Seed " + seed + ", Java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors\n");
        out.println(
                "| store | keys | operations | executions | answers | replays | refusals | no answer | faults"
                        + " | violations | allowed violations | superseded, process died | superseded, outage outlasted lease |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        results.forEach((store, result) -> out.println(row(store, result)));
        out.println("\n| fault | "
                + String.join(
                        " | ",
                        results.keySet().stream().map(TortureStore::title).toList()) + " |");
        out.println("|---|" + "---|".repeat(results.size()));
        faults().forEach((fault, counts) -> out.println("| " + fault + " | " + String.join(" | ", counts) + " |"));
        results.forEach((store, result) -> byRule(store, result, out));
        return text.toString();
    }

    private static String row(TortureStore store, TortureResult result) {
        long violations = violations(store, result).size();
        Map<Superseded, Integer> superseded = result.findings().superseded();
        List<Object> cells = List.of(
                store.title(),
                result.keys(),
                result.count(Kind.INVOKED),
                result.count(Kind.BEGUN),
                result.count(Kind.ANSWERED),
                result.count(Kind.REPLAYED),
                result.count(Kind.REFUSED),
                result.count(Kind.UNANSWERED),
                result.faultCount(),
                violations,
                result.findings().violations().size() - violations,
                superseded.getOrDefault(Superseded.LOST_WITH_ITS_PROCESS, 0),
                superseded.getOrDefault(Superseded.OUTLIVED_BY_AN_OUTAGE, 0));
        return "| " + String.join(" | ", cells.stream().map(String::valueOf).toList()) + " |";
    }

    private Map<String, List<String>> faults() {
        Map<String, List<String>> counts = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>();
        results.values().forEach(result -> names.addAll(result.faults().keySet()));
        names.forEach(name -> counts.put(
                name,
                results.values().stream()
                        .map(result -> "" + result.faults().getOrDefault(name, 0))
                        .toList()));
        return counts;
    }

    private static void byRule(TortureStore store, TortureResult result, PrintWriter out) {
        Map<Rule, Integer> counts = new TreeMap<>();
        result.findings().violations().forEach(violation -> counts.merge(violation.rule(), 1, Integer::sum));
        counts.forEach((rule, count) -> out.println("\n" + store.title() + ": " + count + " of " + rule + ", "
                + rule.promise() + (store.mayBreak(rule) ? " (a failover may)" : " (VIOLATION)")));
        violations(store, result).forEach(violation -> {
            out.println("\n" + violation);
            result.findings()
                    .evidence()
                    .get(violation.key())
                    .entries()
                    .forEach(entry -> out.println("    " + entry.line()));
        });
    }

    /** For whoever comes later; evidence of every finding, allowed ones and superseded included, is beside it. */
    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve("report.md"), toString());
        for (Map.Entry<TortureStore, TortureResult> store : results.entrySet()) {
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(
                    directory.resolve("evidence-" + store.getKey().id() + ".tsv")))) {
                store.getValue()
                        .findings()
                        .evidence()
                        .values()
                        .forEach(key -> key.entries().forEach(entry -> out.println(entry.line())));
            }
        }
    }
}
