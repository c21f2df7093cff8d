package io.github.idempotency.benchmark.micro;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.scale.ClassPath;

/** Runs what is here by JMH, each in a process of its own, and counts what it allocates. */
public final class Micro {

    private static final String CLASS_PATH = "java.class.path";

    private Micro() {}

    /** @param brief whether it only has to be seen to work: in this process, for a moment */
    public static Sheet measure(boolean brief) throws IOException, RunnerException {
        String own = System.getProperty(CLASS_PATH);
        if (!brief) {
            // Other processes get what this property says.
            System.setProperty(CLASS_PATH, ClassPath.own().toString());
        }
        try {
            List<List<String>> rows =
                    new Runner(options(brief)).run().stream().map(Micro::row).toList();
            return new Sheet(
                    "Steps of a guarded call",
                    "JMH, one thread, average of an iteration: median (least–greatest) of %s, and bytes allocated by a call."
                                    .formatted(brief ? "one" : "4 iterations of a second after 3")
                            + " Answers and bodies are 1 KiB of JSON; the store is in memory.",
                    List.of("step", "ns", "bytes allocated"),
                    rows);
        } finally {
            System.setProperty(CLASS_PATH, own);
        }
    }

    private static Options options(boolean brief) {
        TimeValue time = brief ? TimeValue.milliseconds(20) : TimeValue.seconds(1);
        return new OptionsBuilder()
                .include("\\." + Micro.class.getPackageName().replaceAll(".*\\.", "") + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(brief ? 1 : 3)
                .warmupTime(time)
                .measurementIterations(brief ? 1 : 4)
                .measurementTime(time)
                .forks(brief ? 0 : 1)
                .jvmArgs("-Xms1g", "-Xmx1g")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static List<String> row(RunResult run) {
        Statistics nanos = run.getPrimaryResult().getStatistics();
        Collection<? extends Result<?>> further = run.getSecondaryResults().values().stream()
                .map(result -> (Result<?>) result)
                .toList();
        double bytes = further.stream()
                .filter(result -> result.getLabel().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElse(Double.NaN);
        return List.of(
                run.getParams().getBenchmark().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1: "),
                "%,.0f (%,.0f–%,.0f)".formatted(nanos.getPercentile(50), nanos.getMin(), nanos.getMax()),
                "%,.0f".formatted(bytes));
    }
}
