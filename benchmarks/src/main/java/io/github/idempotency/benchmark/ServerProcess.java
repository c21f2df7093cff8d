package io.github.idempotency.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.ClassUtils;

import io.github.idempotency.benchmark.server.ServerApplication;

/** The application in a process of its own: a client shares neither its heap nor its compiled code. */
record ServerProcess(Process process, URI address) implements AutoCloseable {

    static final String SERVE = "--serve";

    /** What runs the classes of the packaged jar. */
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

    static ServerProcess start(int redisPort, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xms1g",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                ClassUtils.isPresent(LAUNCHER, ClassLoader.getSystemClassLoader())
                        ? LAUNCHER
                        : Benchmarks.class.getName(),
                SERVE,
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redisPort));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Not closed: what reads a process must go on reading, or the process stops writing. What it says tells of
        // errors.
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith(ServerApplication.READY)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException(
                    "The server has ended with " + process.onExit().join().exitValue());
        }
        Thread reader = new Thread(() -> output.lines().forEach(System.err::println), "server");
        reader.setDaemon(true);
        reader.start();
        return new ServerProcess(
                process, URI.create("http://127.0.0.1:" + line.substring(ServerApplication.READY.length())));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
