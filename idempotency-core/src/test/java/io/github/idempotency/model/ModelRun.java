package io.github.idempotency.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tlc2.TLC;

/**
 * What TLC said about the protocol's model under one configuration. TLC keeps its state in static fields, so every run
 * has a JVM of its own.
 */
record ModelRun(String output) {

    static final Path MODEL = Path.of("..", "docs", "model");

    private static final Pattern STATES = Pattern.compile(
            "^\\d+ states generated, (\\d+) distinct states found, 0 states left on queue", Pattern.MULTILINE);

    private static final Pattern STEP_NEVER_TAKEN = Pattern.compile("^<(\\w+) line .*>: 0:0$", Pattern.MULTILINE);

    /** Checks the configuration, a path within the model's directory; what TLC writes goes to the scratch directory. */
    static ModelRun of(Path configuration, Path scratch, String... options) throws IOException, InterruptedException {
        Path output = scratch.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The runs are short: the second compiler and parallel collection cost more than they bring.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                jar().toString(),
                TLC.class.getName(),
                "-metadir",
                scratch.resolve("states").toString(),
                "-config",
                configuration.toString()));
        command.addAll(List.of(options));
        command.add("IdempotencyRecord.tla");
        Process process = new ProcessBuilder(command)
                .directory(MODEL.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return new ModelRun(Files.readString(output));
    }

    private static File jar() {
        return new File(
                TLC.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    boolean passed() {
        return output.contains("Model checking completed. No error has been found.");
    }

    /** Whether it failed by what it was to check, not because TLC could not check it; TLC names invariants only. */
    boolean violated(String property) {
        return output.contains("Invariant " + property + " is violated.")
                || output.contains("Temporal properties were violated.");
    }

    /** The distinct states of a run that saw them all, as the README writes them. */
    String states() {
        Matcher found = STATES.matcher(output);
        if (!found.find()) {
            throw new IllegalStateException(output);
        }
        return String.format(Locale.ROOT, "%,d", Integer.parseInt(found.group(1)));
    }

    /** The steps that no behaviour takes; needs the option {@code -coverage}. */
    List<String> stepsNeverTaken() {
        return STEP_NEVER_TAKEN
                .matcher(output)
                .results()
                .map(step -> step.group(1))
                .toList();
    }
}
