package io.github.idempotency.test.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis for a test class: started before its first test, stopped after its last one, nested classes included.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedRedis redis = EmbeddedRedis.standalone().appendOnly();
 * }</pre>
 *
 * <p>The server program is the one in the {@code embedded-redis} jar (6.2), unless the environment variable
 * {@code EMBEDDED_REDIS_EXECUTABLE} names another or {@link #executableOnPath()} asks for one. It listens on free ports
 * of {@code 127.0.0.1} only and keeps its files in a temporary directory.
 *
 * <p>Without JUnit, {@link #start()} and {@link #close()} do the same.
 */
public final class EmbeddedRedis implements BeforeAllCallback, AutoCloseable {

    /** What the Sentinel calls its master. */
    public static final String MASTER_NAME = "embedded";

    private static final int ATTEMPTS = 5;

    private final Topology topology;

    private final List<String> settings = new ArrayList<>();

    private @Nullable Path executable;

    private boolean onPath;

    private @Nullable RedisServers servers;

    private EmbeddedRedis(Topology topology) {
        this.topology = topology;
    }

    /** One server. */
    public static EmbeddedRedis standalone() {
        return new EmbeddedRedis(Topology.STANDALONE);
    }

    /** A master, its replica and one Sentinel, which fails over when the master has been gone for a second. */
    public static EmbeddedRedis sentinel() {
        return new EmbeddedRedis(Topology.SENTINEL);
    }

    /** A cluster of three masters. */
    public static EmbeddedRedis cluster() {
        return new EmbeddedRedis(Topology.CLUSTER);
    }

    /** Every write is on disk before it is acknowledged: data survives {@link RedisNode#kill()} and a restart. */
    public EmbeddedRedis appendOnly() {
        return setting("appendonly", "yes").setting("appendfsync", "always");
    }

    /** A line of {@code redis.conf} for every server that keeps data. */
    public EmbeddedRedis setting(String name, String value) {
        settings.add(name + " " + value);
        return this;
    }

    /** The server program to run. */
    public EmbeddedRedis executable(Path program) {
        executable = program;
        return this;
    }

    /** Runs the {@code redis-server} of the {@code PATH}; tests are skipped where there is none. */
    public EmbeddedRedis executableOnPath() {
        onPath = true;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Nested classes find what their outermost class has started; it is closed with that class.
        context.getStore(ExtensionContext.Namespace.create(EmbeddedRedis.class))
                .computeIfAbsent(this, redis -> redis.start());
    }

    /**
     * Starts the servers, unless they run, and returns once they serve requests.
     *
     * @throws IllegalStateException if they do not
     */
    public EmbeddedRedis start() {
        for (int attempt = 1; servers == null; attempt++) {
            RedisServers starting = create();
            try {
                topology.start(starting);
                servers = starting;
            } catch (IOException | IllegalStateException | ConditionTimeoutException ex) {
                starting.close();
                // Somebody may have been faster to take a port; others are tried.
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("Redis did not start", ex);
                }
            }
        }
        return this;
    }

    private RedisServers create() {
        try {
            return new RedisServers(program(), settings);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private Path program() {
        if (onPath) {
            return RedisExecutable.onPath().orElseGet(() -> Assumptions.abort("There is no redis-server on the PATH"));
        }
        return executable != null ? executable : RedisExecutable.environmentOrJar();
    }

    /** Ends all processes and deletes their files. */
    @Override
    public void close() {
        if (servers != null) {
            servers.close();
            servers = null;
        }
    }

    /** The servers that keep data; the first one is the master, or the first of the masters. */
    public List<RedisNode> nodes() {
        return running().nodes();
    }

    /** The Sentinels; none unless asked for. */
    public List<RedisNode> sentinels() {
        return running().sentinels();
    }

    /** The first server. */
    public RedisNode node() {
        return nodes().get(0);
    }

    /** Where every server is, always {@code 127.0.0.1}. */
    public String host() {
        return node().host();
    }

    /** The port of the first server. */
    public int port() {
        return node().port();
    }

    /** Sends a command to the first server; see {@link RedisNode#call}. */
    public @Nullable Object call(String... words) {
        return node().call(words);
    }

    /** The time of the first server, for {@code RunningClock.await}. */
    public InstantSource clock() {
        return () -> {
            List<?> time = (List<?>) node().call("TIME");
            if (time == null) {
                throw new IllegalStateException("A server tells the time");
            }
            return Instant.ofEpochSecond(
                    Long.parseLong(String.valueOf(time.get(0))), 1_000 * Long.parseLong(String.valueOf(time.get(1))));
        };
    }

    private RedisServers running() {
        if (servers == null) {
            throw new IllegalStateException("Redis runs from before the first test until after the last one");
        }
        return servers;
    }
}
