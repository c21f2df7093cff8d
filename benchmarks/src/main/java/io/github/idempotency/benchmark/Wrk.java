package io.github.idempotency.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.core.io.ClassPathResource;

/**
 * The load generator of that name: each of its connections sends its next request when it has the answer.
 *
 * @param target what is asked for
 * @param keys what is said of the key: {@code own}, that every request has one, or {@code same}
 * @param tolerated the share of refused requests that is left out of the figure instead of failing the run
 */
record Wrk(URI target, String keys, double tolerated) {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    Wrk(URI target, String keys) {
        this(target, keys, 0);
    }

    static boolean isInstalled() throws IOException {
        try {
            return new ProcessBuilder("wrk", "-v").start().onExit().join() != null;
        } catch (IOException ex) {
            return false;
        }
    }

    /**
     * @throws IllegalStateException if more requests were refused than are tolerated, or one went wrong: nobody compares how fast something fails
     */
    double requestsPerSecond(int connections, Duration time, String key) throws IOException {
        Path script = script();
        try {
            Process wrk = new ProcessBuilder(List.of(
                            "wrk",
                            "--threads=1",
                            "--connections=" + connections,
                            "--duration=" + Math.max(1, time.toSeconds()) + "s",
                            "--script=" + script,
                            target.toString(),
                            key,
                            keys))
                    .redirectErrorStream(true)
                    .start();
            String report = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(report);
            double refused = count(REFUSED, report) / Math.max(1, count(REQUESTS, report));
            if (!rate.find() || refused > tolerated || report.contains("Socket errors")) {
                throw new IllegalStateException("wrk on %s: %s".formatted(target, report));
            }
            double perSecond = Double.parseDouble(rate.group(1)) * (1 - refused);
            if (perSecond == 0) {
                throw new IllegalStateException("No request to %s was answered in %s".formatted(target, time));
            }
            return perSecond;
        } finally {
            Files.delete(script);
        }
    }

    private static double count(Pattern pattern, String report) {
        Matcher count = pattern.matcher(report);
        return count.find() ? Double.parseDouble(count.group(1)) : 0;
    }

    private static Path script() throws IOException {
        Path script = Files.createTempFile("wrk", ".lua");
        Files.write(script, new ClassPathResource("orders.lua").getContentAsByteArray());
        return script;
    }
}
