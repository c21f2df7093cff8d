package io.github.idempotency.test.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One server process on a loopback port. It may be stopped or killed and started again, on the same port and with the
 * files it left behind, to test what an outage does.
 */
public final class RedisNode {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;

    private final int port;

    private final List<String> command;

    private @Nullable Process process;

    RedisNode(Path executable, Path directory, int port, List<String> settings, String... options) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.port = port;
        List<String> lines = new ArrayList<>(List.of("port " + port, "bind " + host(), "dir " + directory));
        lines.addAll(settings);
        Path file = Files.write(directory.resolve("redis.conf"), lines);
        command = new ArrayList<>(List.of(executable.toString(), file.toString()));
        command.addAll(List.of(options));
    }

    /** Always {@code 127.0.0.1}: no test opens a port to the network. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port, the same across restarts. */
    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String address() {
        return host() + ":" + port;
    }

    /**
     * Sends one command on a connection of its own.
     *
     * @return a string, a {@link Long}, a list of these or null
     * @throws UncheckedIOException if the server is not there or answers with an error
     */
    public @Nullable Object call(String... words) {
        try (RedisConnection connection =
                new RedisConnection(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return connection.call(Arrays.asList(words));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex.getMessage() + " (" + address() + ")", ex);
        }
    }

    /**
     * Starts the process, unless it runs, and returns once it serves requests.
     *
     * @throws IllegalStateException if it does not come up, with what it had to say
     */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Path log = directory.resolve("redis.log");
        try {
            Process started = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process = started;
            Awaitility.await("Redis on " + address())
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !started.isAlive() || serves(started));
            if (!started.isAlive()) {
                throw new IllegalStateException("Redis did not start: " + Files.readString(log));
            }
        } catch (IOException ex) {
            throw new IllegalStateException("Cannot run " + command.get(0), ex);
        }
    }

    /** It is this very process that answers, not another server that was faster to bind the port. */
    private boolean serves(Process started) {
        try {
            return "PONG".equals(call("PING"))
                    && String.valueOf(call("INFO", "server")).contains("process_id:" + started.pid() + "\r\n");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Lets the process end in an orderly way. */
    public synchronized void stop() {
        end(false);
    }

    /** Ends the process as a crash would: nothing is flushed, nobody is told. */
    public synchronized void kill() {
        end(true);
    }

    private void end(boolean forcibly) {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        try {
            if (forcibly || !running.supportsNormalTermination()) {
                running.destroyForcibly().waitFor();
                return;
            }
            running.destroy();
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException ex) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process lives. */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public String toString() {
        return address();
    }
}
