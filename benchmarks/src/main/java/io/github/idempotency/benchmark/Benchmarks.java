package io.github.idempotency.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import io.github.idempotency.benchmark.micro.Micro;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Results;
import io.github.idempotency.benchmark.scale.Scale;
import io.github.idempotency.benchmark.server.ServerApplication;

/**
 * Runs every benchmark and writes {@code table.md} and a chart of each to {@code benchmarks/results}, or to the directory
 * that {@code --results=} names. {@code --short} shows in a minute that all of it works; its figures mean nothing.
 * {@code --without-contenders} leaves out what is compared with other ways; {@link Scale#of} has options of its own.
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
        LoggingSystem.get(Benchmarks.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        Path results = Path.of(options.stream()
                .filter(option -> option.startsWith(RESULTS))
                .map(option -> option.substring(RESULTS.length()))
                .findFirst()
                .orElse("benchmarks/results"));
        boolean brief = options.contains("--short");
        Findings findings = new Findings();
        boolean complete = false;
        try {
            if (!options.contains("--without-contenders")) {
                contend(brief ? Plan.SHORT : Plan.FULL, findings);
            }
            findings.sheets().add(Micro.measure(brief));
            Scale.of(options, Wrk.isInstalled() ? Benchmarks::load : null).measure(findings);
            complete = true;
        } finally {
            // Also what was found before something failed, which has taken its time: beside the latest complete
            // results.
            findings.write(new Results(complete ? results : results.resolve("broken-off")));
        }
    }

    private static double load(URI target, int connections, Duration time, String key, boolean own) throws IOException {
        return new Wrk(target, own ? "own" : "same").requestsPerSecond(connections, time, key);
    }

    private static void contend(Plan plan, Findings findings) throws Exception {
        try (Servers servers = Servers.start()) {
            findings.comparisons().addAll(new FirstByte(servers.application().address()).compare(plan));
            new Requests(servers).compare(plan, findings);
            new Correctness(servers).count(plan, findings);
            new RoundTrips(servers).count(findings);
            new DatabaseCalls(servers.postgres()).compare(plan, findings);
        }
    }
}
