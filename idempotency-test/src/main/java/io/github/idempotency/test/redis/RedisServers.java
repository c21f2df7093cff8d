package io.github.idempotency.test.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The processes of one {@link EmbeddedRedis}, and the directory they live in until they are closed. */
final class RedisServers implements AutoCloseable {

    private final Path executable;

    private final List<String> settings;

    private final Path directory;

    private final List<RedisNode> nodes = new ArrayList<>();

    private final List<RedisNode> sentinels = new ArrayList<>();

    /** A JVM that ends without closing leaves no server behind. */
    private final Thread hook = new Thread(this::end);

    RedisServers(Path executable, List<String> settings) throws IOException {
        this.executable = executable;
        this.settings = settings;
        this.directory = Files.createTempDirectory("embedded-redis");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts another server that keeps data. */
    RedisNode add(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("save \"\""));
        lines.addAll(List.of(more));
        lines.addAll(settings);
        return started(nodes, lines);
    }

    /** Starts another Sentinel. */
    RedisNode addSentinel(String... lines) throws IOException {
        return started(sentinels, List.of(lines), "--sentinel");
    }

    private RedisNode started(List<RedisNode> group, List<String> lines, String... options) throws IOException {
        int port = LoopbackPorts.next();
        RedisNode node = new RedisNode(executable, directory.resolve("" + port), port, lines, options);
        group.add(node);
        node.start();
        return node;
    }

    List<RedisNode> nodes() {
        return List.copyOf(nodes);
    }

    List<RedisNode> sentinels() {
        return List.copyOf(sentinels);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ex) {
            // The JVM ends, and so does the hook's work.
            return;
        }
        end();
    }

    private void end() {
        sentinels.forEach(RedisNode::kill);
        nodes.forEach(RedisNode::kill);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
