package io.github.idempotency.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Results;
import io.github.idempotency.benchmark.server.ServerApplication;
import io.github.idempotency.test.redis.EmbeddedRedis;

/**
 * Runs every benchmark and writes {@code table.md} and a chart of each to {@code benchmarks/results}, or to the directory
 * that {@code --results=} names. {@code --short} shows in a minute that all of it works; its figures mean nothing.
 */
public final class Benchmarks {

    private static final String RESULTS = "--results=";

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        if (options.contains(ServerProcess.SERVE)) {
            ServerApplication.main(arguments);
            return;
        }
        Path results = Path.of(options.stream()
                .filter(option -> option.startsWith(RESULTS))
                .map(option -> option.substring(RESULTS.length()))
                .findFirst()
                .orElse("benchmarks/results"));
        new Results(results).write(run(options.contains("--short") ? Plan.SHORT : Plan.FULL));
    }

    private static List<Comparison> run(Plan plan) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                ServerProcess server = ServerProcess.start(redis.port())) {
            comparisons.addAll(new FirstByte(server.address()).compare(plan));
            comparisons.addAll(new Requests(server.address(), redis).compare(plan));
        }
        return comparisons;
    }
}
