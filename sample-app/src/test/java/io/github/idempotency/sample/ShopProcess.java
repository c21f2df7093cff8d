package io.github.idempotency.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged sample in a process of its own, so that it can be killed. */
record ShopProcess(Process process, ShopClient client) implements AutoCloseable {

    /** Several may be started at once, and none listens before it has started. */
    private static final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    static ShopProcess start(Path directory, String... arguments) throws IOException {
        return start(PackagedSample.command(), directory, arguments);
    }

    /** Starts it with other classes in place of its own. */
    static ShopProcess startWith(Path classes, Path directory, String... arguments) throws IOException {
        return start(PackagedSample.commandWith(classes), directory, arguments);
    }

    private static ShopProcess start(List<String> program, Path directory, String... arguments) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(program);
        command.add("--server.port=" + port);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(port + ".log").toFile())
                .start();
        ShopProcess shop = new ShopProcess(process, new ShopClient(port));
        try {
            shop.awaitReady();
        } catch (ConditionTimeoutException ex) {
            // Nobody else could end it.
            shop.close();
            throw ex;
        }
        return shop;
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .failFast("the sample has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.get("/actuator/health")).contains("UP"));
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> process.waitFor(10, TimeUnit.MILLISECONDS));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return ports.add(socket.getLocalPort()) ? socket.getLocalPort() : freePort();
        }
    }
}
