package io.github.idempotency.sample.redis;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * Finds the Redis of a directory, or starts one there. Note that embedded-redis only provides the binary: its own
 * server class stops Redis in a JVM shutdown hook, while Spring's hook still lets running requests finish.
 */
final class RedisLauncher {

    private static final Logger logger = LoggerFactory.getLogger(RedisLauncher.class);

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Path home;

    private final Path portFile;

    RedisLauncher(Path home) {
        this.home = home;
        this.portFile = home.resolve("port");
    }

    int findOrStart() throws IOException {
        Optional<Integer> running = find();
        if (running.isPresent()) {
            logger.info("Using the Redis that runs in {} on port {}", home, running.get());
            return awaitLoaded(running.get());
        }
        int port = freePort();
        // Written first: from the moment Redis lives, the next start knows where.
        Files.writeString(portFile, Integer.toString(port));
        start(port);
        logger.info("Started Redis in {} on port {}", home, port);
        return awaitLoaded(port);
    }

    /** A time-out is not "none": whoever holds that port may hold the append-only file too. */
    private Optional<Integer> find() throws IOException {
        String recorded = Files.exists(portFile) ? Files.readString(portFile) : "";
        // Empty also where a process was killed while writing it, which is before it starts anything.
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(recorded);
        try (RedisSocket redis = new RedisSocket(port)) {
            return redis.directory().filter(home.toString()::equals).map(ours -> port);
        } catch (ConnectException ex) {
            return Optional.empty();
        }
    }

    private void start(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable().getAbsolutePath()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", home.toString(), "--logfile", "redis.log"));
        command.addAll(List.of("--pidfile", home.resolve("redis.pid").toString()));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", ""));
        command.addAll(List.of("--maxmemory-policy", "noeviction"));
        // In its own session, so that Ctrl-C reaches us alone and running requests can still be recorded.
        command.addAll(WINDOWS ? List.of() : List.of("--daemonize", "yes"));
        new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("start.log").toFile())
                .start();
    }

    private File executable() throws IOException {
        return System.getenv(ExecutableProvider.ENVIRONMENT_EXECUTABLE_LOCATION) != null
                ? ExecutableProvider.newEnvironmentVariableProvider().get()
                : ExecutableProvider.newJarResourceProvider(home.toFile()).get();
    }

    private int awaitLoaded(int port) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!RedisSocket.isLoaded(port)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("Redis does not answer on port " + port + ", see redis.log and start.log");
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
