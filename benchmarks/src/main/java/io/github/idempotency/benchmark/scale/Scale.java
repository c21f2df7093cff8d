package io.github.idempotency.benchmark.scale;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.benchmark.report.Findings;

/**
 * Everything of this package.
 *
 * @param brief whether it only has to be seen to work
 * @param load null where there is nothing that puts load on a path
 * @param newerJava the program of a newer Java; null if none was named
 * @param millions whether also a million records are written, which takes minutes and three gigabytes
 * @param soak how long an application is watched under load; zero for not at all
 */
public record Scale(
        boolean brief, @Nullable Load load, @Nullable String newerJava, boolean millions, Duration soak) {

    private static final String JDK = "--jdk=";

    private static final String SOAK = "--soak";

    /**
     * What these options say: {@code --short}, {@code --scale} for the million records, {@code --soak} for ten minutes of
     * load or {@code --soak=PT2M} for others, and {@code --jdk=} with the directory of a newer Java, or the environment's
     * {@code BENCHMARK_JDK}.
     */
    public static Scale of(List<String> options, @Nullable Load load) {
        String jdk = options.stream()
                .filter(option -> option.startsWith(JDK))
                .map(option -> option.substring(JDK.length()))
                .findFirst()
                .orElse(Objects.requireNonNullElse(System.getenv("BENCHMARK_JDK"), ""));
        Duration soak = options.stream()
                .filter(option -> option.startsWith(SOAK))
                .map(option -> option.equals(SOAK)
                        ? Duration.ofMinutes(10)
                        : Duration.parse(option.substring(SOAK.length() + 1)))
                .findFirst()
                .orElse(Duration.ZERO);
        return new Scale(
                options.contains("--short"),
                load,
                jdk.isEmpty() ? null : jdk + "/bin/java",
                options.contains("--scale"),
                soak);
    }

    /** Measures, one after the other. */
    public void measure(Findings findings) throws Exception {
        Size size = brief ? Size.SHORT : Size.FULL;
        ClassPath all = ClassPath.own();
        new InFlightCalls(size).measure(findings);
        new Waiters(size).measure(findings);
        new AttachedStreams(size, all).measure(findings);
        new StartUp(size, all).compare(findings);
        findings.comparisons().add(new ClusterThroughput(size).compare());
        if (newerJava != null && load != null) {
            findings.comparisons().addAll(new ThreadKinds(size, all, newerJava, load).compare());
        } else {
            System.err.println(
                    "Virtual threads are not measured: it takes wrk, and --jdk= with the directory of a newer Java.");
        }
        if (millions) {
            new RecordMemory(size).measure(findings);
            new FewAndMany(size).compare(findings);
        }
        if (!soak.isZero()) {
            new Soak(all, Objects.requireNonNull(load, "--soak takes wrk")).watch(findings, soak);
        }
    }
}
