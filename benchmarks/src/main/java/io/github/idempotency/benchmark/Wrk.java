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
 */
record Wrk(URI target, String keys) {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    static boolean isInstalled() throws IOException {
        try {
            return new ProcessBuilder("wrk", "-v").start().onExit().join() != null;
        } catch (IOException ex) {
            return false;
        }
    }

    /**
     * @throws IllegalStateException if a request was refused or went wrong: nobody compares how fast something fails
     */
    double requestsPerSecond(int connections, Duration time, String key) throws IOException {
        Path script = script();
        try {
            Process wrk = new ProcessBuilder(List.of(
                            "wrk",
                            "--threads=1",
                            "--connections=" + connections,
                            "--duration=" + time.toSeconds() + "s",
                            "--script=" + script,
                            target.toString(),
                            key,
                            keys))
                    .redirectErrorStream(true)
                    .start();
            String report = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(report);
            if (!rate.find() || report.contains("Non-2xx") || report.contains("Socket errors")) {
                throw new IllegalStateException("wrk on %s: %s".formatted(target, report));
            }
            double perSecond = Double.parseDouble(rate.group(1));
            if (perSecond == 0) {
                throw new IllegalStateException("No request to %s was answered in %s".formatted(target, time));
            }
            return perSecond;
        } finally {
            Files.delete(script);
        }
    }

    private static Path script() throws IOException {
        Path script = Files.createTempFile("wrk", ".lua");
        Files.write(script, new ClassPathResource("orders.lua").getContentAsByteArray());
        return script;
    }
}
