package io.github.idempotency.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** A JVM of its own that serves an application of the tests. */
public final class ServingProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile(CountingApplication.READY + "(\\d+)\\.");

    private static final Pattern SERVLET =
            Pattern.compile("servlet|webmvc|tomcat|springdoc|swagger", Pattern.CASE_INSENSITIVE);

    private final Path log;

    private final Process process;

    private ServingProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /**
     * Serves {@code /counting} and {@code /transfers} on the Redis it is given.
     *
     * @param arguments beside those that say where Redis is
     */
    public static ServingProcess counting(EmbeddedRedis redis, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--spring.data.redis.host=" + redis.host(), "--spring.data.redis.port=" + redis.port()));
        all.addAll(List.of(arguments));
        return start(CountingApplication.class, System.getProperty("java.class.path"), List.of(), all);
    }

    /** Serves {@link #reactive} on two nodes, on threads that are watched alike. */
    public static ServingProcess twoReactive(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(WatchedReactiveApplication.TWO_NODES);
        return reactive(all.toArray(String[]::new));
    }

    /**
     * Serves the reactive application, watched, and without anything of a servlet container.
     *
     * @param arguments beside those that every one of them has
     */
    public static ServingProcess reactive(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--idempotency.web.max-request-size=64KB", "--idempotency.web.max-spooled-size=1MB"));
        all.addAll(List.of(arguments));
        // BlockHound gives native methods a body.
        List<String> redefining = List.of("-XX:+AllowRedefinitionToAddDeleteMethods");
        return start(WatchedReactiveApplication.class, withoutServlets(), redefining, all);
    }

    private static ServingProcess start(
            Class<?> application, String classPath, List<String> options, List<String> arguments) {
        try {
            Path log = Files.createTempFile(application.getSimpleName(), ".log");
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-XX:TieredStopAtLevel=1"));
            command.addAll(options);
            command.addAll(List.of(
                    "-cp",
                    classPath,
                    application.getName(),
                    "--server.port=0",
                    "--server.address=127.0.0.1",
                    "--spring.application.name=shop",
                    "--idempotency.anonymous=shared"));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServingProcess(log, process);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String withoutServlets() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !SERVLET.matcher(Path.of(entry).getFileName().toString())
                        .find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A client of it, once it serves requests. */
    public Caller awaitCaller() {
        return awaitCaller(0);
    }

    /** A client of the second node, once it serves requests. */
    public Caller awaitOther() {
        return awaitCaller(1);
    }

    private Caller awaitCaller(int node) {
        int port = Awaitility.await("A process of its own")
                .atMost(Duration.ofSeconds(120))
                .until(() -> port(node), found -> found > 0 || !process.isAlive());
        if (port == 0) {
            throw new IllegalStateException("It has ended: " + text());
        }
        return new Caller(port);
    }

    private int port(int node) {
        return READY.matcher(text())
                .results()
                .skip(node)
                .findFirst()
                .map(ready -> Integer.parseInt(ready.group(1)))
                .orElse(0);
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
