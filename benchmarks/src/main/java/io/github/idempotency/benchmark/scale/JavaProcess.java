package io.github.idempotency.benchmark.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.idempotency.benchmark.scale.app.GuardedApplication;

/**
 * The small application in a process of its own.
 *
 * @param startUp from the start of the process to its first request
 */
record JavaProcess(Process process, URI address, Duration startUp) implements AutoCloseable {

    static final String JAVA = ProcessHandle.current().info().command().orElse("java");

    /**
     * @param java the program
     * @param options to Java, and then to the application those that begin with two dashes
     */
    static JavaProcess start(String java, ClassPath classPath, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(java, "-Xms512m", "-Xmx512m", "-Dspring.config.name=guarded", "-cp", classPath.toString()));
        options.stream().filter(option -> !option.startsWith("--")).forEach(command::add);
        command.add(GuardedApplication.class.getName());
        options.stream().filter(option -> option.startsWith("--")).forEach(command::add);
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith(GuardedApplication.READY)) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        Duration startUp = Duration.ofNanos(System.nanoTime() - begun);
        if (line == null) {
            throw new IllegalStateException("The application has ended: " + said);
        }
        // Somebody must go on reading what a process writes, or it stops at that.
        Thread reader = new Thread(() -> output.lines().forEach(System.err::println), "output");
        reader.setDaemon(true);
        reader.start();
        return new JavaProcess(
                process, URI.create("http://127.0.0.1:" + line.substring(GuardedApplication.READY.length())), startUp);
    }

    @Override
    public void close() {
        // The process and not the streams, which its reader still has in use.
        process.toHandle().destroy();
        process.onExit().join();
    }
}
