package io.github.idempotency.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** A JVM of its own that serves {@code /counting} and {@code /transfers} on the Redis it is given. */
public final class CountingProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile(CountingApplication.READY + "(\\d+)\\.");

    private final Path log;

    private final Process process;

    private CountingProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /** @param arguments beside those that say where Redis is */
    public static CountingProcess start(EmbeddedRedis redis, String... arguments) {
        try {
            Path log = Files.createTempFile("counting", ".log");
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CountingApplication.class.getName(),
                    "--server.port=0",
                    "--server.address=127.0.0.1",
                    "--spring.application.name=shop",
                    "--idempotency.anonymous=shared",
                    "--spring.data.redis.host=" + redis.host(),
                    "--spring.data.redis.port=" + redis.port()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new CountingProcess(log, process);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A client of it, once it serves requests. */
    public Caller awaitCaller() {
        int port = Awaitility.await("A second process")
                .atMost(Duration.ofSeconds(90))
                .until(this::port, found -> found > 0 || !process.isAlive());
        if (port == 0) {
            throw new IllegalStateException("It has ended: " + text());
        }
        return new Caller(port);
    }

    private int port() {
        Matcher ready = READY.matcher(text());
        return ready.find() ? Integer.parseInt(ready.group(1)) : 0;
    }

    /** What it has printed. */
    public String text() {
        try {
            return Files.readString(log);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** As {@code kill -9} does. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
            Files.deleteIfExists(log);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
